"""What each kind of thread tells about itself, so that comments, search and moderation need not know it.

A kind is a class of its own in its feature, which its manifest names; the application knows those that it was made of.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from flask import Flask, current_app, url_for
from sqlalchemy import ColumnElement, Select, and_, false, or_

from forum.accounts.models import Person
from forum.core.codes import UNKNOWN_CODE
from forum.core.db import Base
from forum.core.events import Event
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Council, Department
from forum.groups.display_names import author_name
from forum.search.documents import Document
from forum.threads.cards import Card
from forum.threads.events import CommentPosted
from forum.threads.models import Comment, HeldStatement, Thread
from forum.threads.permissions import may_change
from forum.threads.similarity import Case
from forum.threads.visibility import (
    known_area,
    may_know_author,
    may_read,
    public_area_id,
    readable,
    readers_of,
)

AFFECTED = "A group that is affected too"
KINDS = "clearway_kinds"
Post = TypeVar("Post", bound=Thread)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOff:
    """What a moderator opens for comments that leave another thread: by whom it is, and which thread they leave."""

    title: str
    body: str
    author: Person
    left: Thread


class Passage(NamedTuple):
    """Words of a thread, as plain text, and how a search result names the part of it where they stand."""

    where: str
    """Empty for the post itself."""
    words: str | None
    several: str = ""
    """How it names more than one of these, behind their number, such as "groups wrote"."""


class ThreadKind(ABC, Generic[Post]):
    """One kind: its name in the database, its page, and its answers to what others ask.

    Every answer but `card` may be left as it is here: then a thread is compared, found and named by what all share.
    """

    name: str
    label: str
    endpoint: str
    """Its page in url_for, which takes the number and the slug of a thread."""
    hidden_name: str = AFFECTED
    """What stands in the place of a hidden name under it, the author's apart."""
    facet_labels: Mapping[str, Mapping[str, str]] = {}
    """The codes that its documents carry, as people read them, by the dimension of search they are in."""

    is_record = False
    """Whether its threads belong to the public record: they stay, without a word of theirs, when their author leaves."""
    keeps_voices_apart = False
    """Whether two of its threads are made one by a link between them (`merge`), and not by moving what was said."""
    gives_covers = False
    """Whether the pictures of its threads stand for the groups that posted them."""

    @abstractmethod
    def card(self, thread: Post, identity: Identity) -> Card:
        """Return how it stands in a list to a reader who may read it."""

    def title_without_words(self, _thread: Post) -> str:
        """Return what it is called once its author has left and taken their words with them."""
        return f"{self.label}: its author took their words with them"

    def hidden_people(self, _thread: Post) -> frozenset[int]:
        """Return the ids of those who asked not to be named in it, its author among them where they did."""
        return frozenset()

    def is_party(self, _thread: Post, _person_id: int) -> bool:
        """Decide whether a person may read a council-only one because it is about them too."""
        return False

    def parties(self, _person_id: int) -> ColumnElement[bool] | None:
        """Restrict a query on Thread to those of its kind that `is_party` is true of; None where there are none."""
        return None

    def document(self, thread: Post) -> Document:
        """Return its search document, without a name or a ward that is hidden."""
        return Document(
            id=f"thread:{thread.id}",
            kind=self.name,
            title=thread.title,
            text="\n".join(one.words for one in self.passages(thread) if one.words),
            readers=readers_of(thread),
            created_at=thread.created_at,
            council_id=thread.council_id,
            area_id=public_area_id(thread),
            category=self.category(thread) or None,
            tags=tuple(tag.name for tag in thread.tags),
            state=self.state(thread) or None,
            year=thread.created_at.year,
            author=self.public_author(thread),
            labels=self.filed_under(thread),
            active_at=thread.last_activity_at,
            version=thread.version,
        )

    def passages(self, thread: Post) -> Iterable[Passage]:
        """Return all that is said in it and can be searched for."""
        return (Passage("", plain(thread.body_html)),)

    def passages_of(self, threads: Sequence[Post]) -> Mapping[int, Sequence[Passage]]:
        """Return the passages of several, by number, in as many statements as of one."""
        return {one.id: tuple(self.passages(one)) for one in threads}

    def filed_under(self, thread: Post) -> tuple[str, ...]:
        """Return all that it is filed under, as people read it: tags, labels, ward and council."""
        area = known_area(VISITOR, thread)
        tags = (tag.name.replace("-", " ") for tag in thread.tags)
        places = (area.name if area else None, thread.council.name if thread.council else None)
        return tuple(filter(None, (*tags, *self.labels(thread), *places)))

    def labels(self, _thread: Post) -> Iterable[str | None]:
        """Return what it is filed under besides tags, ward and council, as people read it."""
        return ()

    def category(self, _thread: Post) -> str:
        """Return the code of the kind of obstacle it is about; empty for none."""
        return ""

    def summary(self, _thread: Post) -> Iterable[str]:
        """Return what else says in short what it is about, such as a line under its title."""
        return ()

    def state(self, _thread: Post) -> str:
        """Return the code of its state; empty for none."""
        return ""

    def public_author(self, thread: Post) -> str | None:
        """Return the name by which anybody finds it; None where that is not to be known."""
        if not may_know_author(VISITOR, thread):
            return None
        return author_name(thread.group, thread.author.name, thread.name_taken_back_at)

    def case(self, thread: Post) -> Case:
        """Return what is compared of it with others."""
        text = plain(thread.body_html)
        return Case(thread.title, text, thread.council_id, self.category(thread), number=thread.id)

    def guess_category(self, _title: str) -> str:
        """Return the code of the kind of obstacle a title is most likely about; empty where it cannot tell."""
        return ""

    def rows_with_words(self, thread: Post) -> Iterable[Base]:
        """Return the rows in which people wrote something in it, besides its comments: a moderator may remove a part."""
        return (thread,)

    def why_not_moved(self, _thread: Post) -> str:
        """Say why a moderator cannot give it to another council; empty where they can."""
        return ""

    def after_move(
        self, thread: Post, was: Council | None, department: Department | None, by: Person
    ) -> None:
        """Set what else depends on its council, which has just changed."""

    def merge(self, _thread: Post, _main: Post, _by: Person) -> bool:
        """Make two of them one in its own way, and return True; False has the comments moved, and one page left."""
        return False

    def unmerge(self, _thread: Post, _by: Person) -> bool:
        """Undo that."""
        return False

    def open_for_comments(self, _split: SplitOff) -> Post | None:
        """Open one for comments that are split off another; None for a kind that is opened by its own people alone."""
        return None

    def is_taken_back(self, _thread: Post) -> bool:
        """Decide whether its author took it back: it stays, but is not put before those who write a like one."""
        return False

    def may_change(self, identity: Identity, thread: Post) -> bool:
        """Decide whether somebody may change what it shows: its pictures, say."""
        return may_change(identity, thread)

    def label_comments(
        self, _thread: Post, _standing: Identity, _comments: Sequence[Comment]
    ) -> Mapping[int, CommentLabel]:
        """Return what it says of the comments on one page, by their numbers."""
        return {}

    def comment_form(self, _thread: Post) -> str | None:
        """Return the address of its own form for comments; None for the form of all threads."""
        return None

    def typed_elsewhere(self, _thread: Post) -> Iterable[str]:
        """Return what its author typed that is kept in rows of its own."""
        return ()

    def published_events(self, _thread: Post) -> Sequence[Event]:
        """Return what is sent once a new one is there for others to read."""
        return ()

    def say(self, _statement: HeldStatement) -> None:
        """Say a statement that others may read from now on."""

    def take_back(self, _statement: HeldStatement) -> None:
        """Take back a statement that waits for a moderator after all."""

    def comment_events(self, _thread: Post, comment: Comment) -> Sequence[Event]:
        """Return what is sent once a new comment in one is there for others to read."""
        return (CommentPosted(comment=comment),)

    def take_back_name(self, _thread: Post, _by: Person) -> bool:
        """Take its group's name off in its own way, and return True; False has it done as for any thread."""
        return False

    def not_said_by_its_group(self) -> Select[tuple[int]] | None:
        """Return a query for those that carry a group which said nothing of them; None where there are none such."""
        return None

    def count_measured(self, _groups: Sequence[int]) -> Mapping[int, int]:
        """Count the results that groups measured in threads of this kind that all may read, by the group's id."""
        return {}


class UnknownKind(ThreadKind[Thread]):
    """What stands for the kind of a damaged row: a title in lists, and no page."""

    name = UNKNOWN_CODE
    label = "Post"
    endpoint = "home.home"

    def card(self, thread: Thread, _identity: Identity) -> Card:
        """Return its title alone."""
        return Card(url=url_for(self.endpoint), title=thread.title, kind_label=self.label)


def use_kinds(app: Flask, kinds: Iterable[ThreadKind[Any]]) -> None:
    """Make the kinds known that this application is made of."""
    app.extensions[KINDS] = {kind.name: kind for kind in kinds}


def kind_of(thread: Post) -> ThreadKind[Post]:
    """Return the kind of a thread: by its class, where the row does not say."""
    kinds = _kinds()
    return kinds.get(thread.kind) or kinds.get(
        str(type(thread).__mapper__.polymorphic_identity), UnknownKind()
    )


def list_kinds() -> list[ThreadKind[Any]]:
    """List all kinds, in the order of their features."""
    return list(_kinds().values())


def list_facet_labels(dimension: str) -> dict[str, str]:
    """List the codes of a dimension of search with their labels, those of all kinds together."""
    return {
        code: label for kind in list_kinds() for code, label in kind.facet_labels.get(dimension, {}).items()
    }


def category_label(code: str) -> str:
    """Name a kind of obstacle; empty for none."""
    known = (kind.facet_labels.get("category", {}) for kind in list_kinds())
    return next((labels[code] for labels in known if code in labels), "")


def path_of(thread: Thread) -> str:
    """Return the address of a thread's page, without the host."""
    return url_for(kind_of(thread).endpoint, number=thread.id, slug=thread.slug)


def guess_category(title: str) -> str:
    """Guess which kind of obstacle a title is about, for what is not filed yet; empty where nobody knows."""
    return next(filter(None, (kind.guess_category(title) for kind in list_kinds())), "")


def can_read(identity: Identity, thread: Thread) -> bool:
    """Decide as `may_read` does, asking the kind about those affected only where that matters."""
    if may_read(identity, thread):
        return True
    if identity.person_id is None or not thread.is_in_sight:
        return False
    return kind_of(thread).is_party(thread, identity.person_id)


def reachable(identity: Identity) -> ColumnElement[bool]:
    """Restrict a query on Thread to what this reader may read, by its address at least; the same rule as `can_read`."""
    if identity.person_id is None:
        return readable(identity)
    parties = [one for kind in list_kinds() if (one := kind.parties(identity.person_id)) is not None]
    return or_(readable(identity), and_(Thread.is_in_sight, or_(*parties)) if parties else false())


def _kinds() -> dict[str, ThreadKind[Any]]:
    kinds: dict[str, ThreadKind[Any]] = current_app.extensions[KINDS]
    return kinds
