"""Stopping mails."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core.db import db
from forum.threads.actions.follows import unfollow
from forum.threads.models import Thread


def stop_mails_about(*, person: Person, thread: Thread) -> None:
    """Stop the mails about one thread."""
    unfollow(thread=thread, person=person)


def stop_all_mails(*, person: Person) -> None:
    """Stop all mails but those that a person asks for, such as sign-in links."""
    person.wants_mail = False
    db.session.flush()
