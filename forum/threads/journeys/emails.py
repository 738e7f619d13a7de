"""The mails of a journey: what a draft is called in one, and the receipt."""

from __future__ import annotations

import re

from forum.accounts.models import Person
from forum.core.emails import write_mail
from forum.core.urls import with_host
from forum.threads.journeys.kind import Journey
from forum.threads.kinds import path_of
from forum.threads.models import Thread

_LIKE_AN_ADDRESS = re.compile(r"://|www\.|@|\w\.[a-z]{2,}", re.IGNORECASE)
LONGEST_TITLE = 90


def title_for_mail(title: str) -> str:
    """Return a title that a stranger may be mailed: none where it could lead them somewhere else.

    Anybody may type anybody's address beside a title of their own.
    """
    return "" if _LIKE_AN_ADDRESS.search(title) else title[:LONGEST_TITLE]


def mail_receipt(journey: Journey, thread: Thread, person: Person) -> None:
    """Have whoever published something mailed its address and its reference number."""
    write_mail(
        "threads-receipt",
        to=person.email,
        wording=journey.wording,
        thread=thread,
        person=person,
        reference=thread.reference,
        address=with_host(path_of(thread)),
    )
