"""What each kind of thread tells about itself, so that comments, search and moderation need not know it.

A feature above registers its kind when the application is put together (forum/features.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum.core.text import plain
from forum.councils.identity import Identity
from forum.search.documents import Document
from forum.threads.models import Comment, Thread
from forum.threads.permissions import may_change
from forum.threads.similarity import Case
from forum.threads.visibility import may_read

AFFECTED = "A group that is affected too"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentLabel:
    """What a kind of thread says of one comment, beside its writer's name and under its words."""

    tags: tuple[str, ...] = ()
    """What it is, in a word or two each, such as "Suggestion"."""
    speaks_for: str = ""
    """The group its writer speaks for."""
    mark: str = ""
    """What the thread's author says of it, such as "This answered it"."""
    buttons: tuple[tuple[str, str], ...] = ()
    """What this reader may do with it: the words of a button and the address it posts to."""


def no_labels(
    _thread: Thread, _standing: Identity, _comments: Sequence[Comment]
) -> Mapping[int, CommentLabel]:
    """Say nothing of any comment."""
    return {}


def never(_thread: Thread) -> bool:
    """Say that it is not so."""
    return False


def nothing_measured(_groups: Sequence[int]) -> Mapping[int, int]:
    """Count no results."""
    return {}


def case_of_words(thread: Thread) -> Case:
    """Compare a thread by its words and its council."""
    return Case(thread.title, plain(thread.body_html), thread.council_id)


def no_category(_title: str) -> str:
    """Guess no kind of obstacle."""
    return ""


@dataclass(frozen=True, slots=True)
class ThreadKind:
    """One kind: its name in the database, the first part of its addresses, and its answers to what others ask."""

    name: str
    label: str
    path: str
    hidden_people: Callable[[Thread], frozenset[int]]
    """Ids of those who asked not to be named in a thread, its author among them where they did."""
    is_party: Callable[[Thread, int], bool]
    """Whether a person may read a council-only thread because it is about them too."""
    document: Callable[[Thread], Document]
    """How a thread becomes a search document; without a name that is hidden."""
    card: Callable[[Thread, Identity], dict[str, Any]]
    """How it stands in a list: what the component thread_card shows to a reader who may read it."""
    case: Callable[[Thread], Case] = case_of_words
    """What is compared of it with others."""
    guess_category: Callable[[str], str] = no_category
    """Which kind of obstacle a title is most likely about, by its code."""
    is_taken_back: Callable[[Thread], bool] = never
    """Whether its author took a thread back: it stays where it is, but is not put before those who write a like one."""
    may_change: Callable[[Identity, Thread], bool] = may_change
    """Whether somebody may change what the thread shows: its pictures, say."""
    label_comments: Callable[[Thread, Identity, Sequence[Comment]], Mapping[int, CommentLabel]] = no_labels
    """What it says of the comments on one page, by their numbers."""
    comment_form: Callable[[Thread], str] | None = None
    """The address of its own form for comments, where it asks for a little more; None for the one of all threads."""
    hidden_name: str = AFFECTED
    """What stands in the place of a hidden name under it, the author's apart."""
    states: Mapping[str, str] = field(default_factory=dict)
    """The states its documents can be in, by code, as people read them."""
    count_measured: Callable[[Sequence[int]], Mapping[int, int]] = nothing_measured
    """How many results these groups measured in threads of this kind that all may read, by the group's id."""


_kinds: dict[str, ThreadKind] = {}


def register(kind: ThreadKind) -> None:
    """Make a kind known."""
    _kinds[kind.name] = kind


def kind_of(thread: Thread) -> ThreadKind:
    """Give the kind of a thread. Raises KeyError for one that no feature has registered."""
    return _kinds[thread.kind]


def list_kinds() -> list[ThreadKind]:
    """List all kinds, in the order they were registered."""
    return list(_kinds.values())


def path_of(thread: Thread) -> str:
    """Give the address of a thread's page, without the host."""
    return f"{kind_of(thread).path}/{thread.numbered_slug}"


def guess_category(title: str) -> str:
    """Guess which kind of obstacle a title is about, for what is not filed yet; empty where nobody knows."""
    return next(filter(None, (kind.guess_category(title) for kind in list_kinds())), "")


def labels_of(thread: Thread, *more: str | None) -> tuple[str, ...]:
    """Return the labels a thread is filed under, for search: tags, state, council, and what its kind adds."""
    tags = (tag.name.replace("-", " ") for tag in thread.tags)
    return tuple(filter(None, (*tags, *more, thread.council.name if thread.council else None)))


def can_read(identity: Identity, thread: Thread) -> bool:
    """Decide as `may_read` does, asking the kind about those affected only where that matters."""
    if may_read(identity, thread):
        return True
    if identity.person_id is None or thread.hidden_at is not None:
        return False
    return kind_of(thread).is_party(thread, identity.person_id)
