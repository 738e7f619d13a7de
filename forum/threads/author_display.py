"""How those who write in a thread are called by a reader who may, or may not, know their names. Pure but for one look-up."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.models import Person
from forum.councils.identity import Identity
from forum.threads.kinds import kind_of
from forum.threads.models import Thread
from forum.threads.visibility import may_know_author, note_name_seen

REPORTER = "The group that posted this"
AuthorDisplay = Callable[[Person], str]


def author_display_for(identity: Identity, thread: Thread) -> AuthorDisplay:
    """Return a function that names each writer as this reader may know them, in one query for the whole thread."""
    kind = kind_of(thread)
    hidden = kind.hidden_people(thread)
    if identity.is_moderator and hidden - {identity.person_id}:
        note_name_seen(identity, thread)
    hidden = frozenset() if identity.is_moderator else hidden
    author_is_hidden = not may_know_author(identity, thread)

    def name(person: Person) -> str:
        if person.id == identity.person_id:
            return person.name
        if person.id == thread.author_id and (author_is_hidden or person.id in hidden):
            return REPORTER
        return kind.hidden_name if person.id in hidden else person.name

    return name


def public_author_display(thread: Thread) -> AuthorDisplay:
    """The same for everybody at once: for mails and the search index."""
    return author_display_for(Identity(), thread)
