"""The mails about threads: a template each, its subject on the first line, one press to stop them."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import Person
from forum.core.emails import Colours, write_mail
from forum.core.settings import settings
from forum.core.urls import with_host
from forum.threads.kinds import path_of
from forum.threads.models import Thread
from forum.threads.unsubscribe_links import unsubscribe_path

NO_THREAD = 0


def write_thread_email(name: str, *, person: Person, thread: Thread, key: str, **words: object) -> None:
    """Write the mail templates/emails/<name>.txt about a thread to a person, once for each key.

    Its link stops mails about this thread, unless `words` has a `stop_url` for what else brings it.
    """
    stop_url = with_host(unsubscribe_path(person_id=person.id, thread_id=thread.id))
    given = {"person": person, "stop_url": stop_url, **words}
    _write(name, to=person.email, key=f"mail:{key}:{person.id}", thread=thread, **given)


def write_to_person(name: str, *, person: Person, key: str, **words: Any) -> None:  # noqa: ANN401  # a template's words
    """Write a mail about no one thread to a person, once for each key; its link stops all mails, or what `words` says."""
    stop_url = with_host(unsubscribe_path(person_id=person.id, thread_id=NO_THREAD))
    given = {"stop_url": stop_url, **words}
    write_mail(name, to=person.email, key=f"mail:{key}:{person.id}", person=person, **given)


def write_to_address(name: str, *, to: str, thread: Thread, key: str, **words: object) -> None:
    """Write a mail to an address that belongs to no person here, such as a council's public contact."""
    _write(name, to=to, key=f"mail:{key}", thread=thread, contact=settings().administrator_email, **words)


def _write(name: str, *, to: str, key: str, thread: Thread, **words: Any) -> None:  # noqa: ANN401  # a template's words
    council = thread.council
    colours = Colours(council.brand_colour, council.brand_ink) if council else None
    address = with_host(path_of(thread))
    write_mail(name, to=to, key=key, colours=colours, thread=thread, address=address, **words)
