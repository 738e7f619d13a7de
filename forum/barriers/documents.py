"""What a barrier tells the features that know threads only: who is hidden, who may read it too, how it is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import select

from forum.barriers import cards
from forum.barriers.category_suggestions import likely_kind
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier
from forum.barriers.queries.similar import case_of
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core.db import db
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.groups.display_names import author_name
from forum.search.documents import Document
from forum.threads.kinds import ThreadKind, labels_of
from forum.threads.models import Thread
from forum.threads.visibility import known_area, may_know_author, public_area_id, readers_of

MOST_READ = 200


def hidden_people(thread: Thread) -> frozenset[int]:
    """Give the ids of those who asked not to be named in a barrier, its reporter among them where they did."""
    barrier = cast("Barrier", thread)
    known = barrier.hidden_people
    if known is None:
        asked = select(Affected.person_id).where(Affected.barrier_id == barrier.id, Affected.is_nameless)
        known = frozenset(db.session.scalars(asked))
    return known | {barrier.author_id} if barrier.is_nameless else known


def is_party(thread: Thread, person_id: int) -> bool:
    """Tell whether a person is affected by a barrier, and so may read it when it is for the council only."""
    own = select(Affected.id).where(
        Affected.barrier_id == thread.id, Affected.person_id == person_id, Affected.withdrawn_at.is_(None)
    )
    return db.session.scalar(own) is not None


def document(thread: Thread) -> Document:
    """Make the search document of a barrier: its words and those of all affected, but no name that is hidden."""
    barrier = cast("Barrier", thread)
    named = may_know_author(VISITOR, barrier)
    author = author_name(barrier.group, barrier.author.name, barrier.name_taken_back_at) if named else None
    return Document(
        id=f"thread:{barrier.id}",
        kind="barrier",
        title=barrier.title,
        text="\n".join(_words(barrier)),
        readers=readers_of(barrier),
        created_at=barrier.created_at,
        council_id=barrier.council_id,
        area_id=public_area_id(barrier),
        category=barrier.category,
        tags=tuple(tag.name for tag in barrier.tags),
        state=str(barrier.state),
        rule_source=barrier.rule_source,
        year=barrier.created_at.year,
        author=author,
        affected=barrier.number_of_affected,
        labels=labels_of(barrier, *_labels(barrier)),
        version=barrier.version,
    )


def _labels(barrier: Barrier) -> Iterator[str]:
    """Give the names of what a barrier is filed under; its ward only where its name is public too."""
    yield CATEGORY_BY_CODE[barrier.category].label if barrier.category in CATEGORY_BY_CODE else ""
    source = RULE_SOURCE_BY_CODE.get(barrier.rule_source)
    yield source.label if source and source.code != "unknown" else ""
    yield barrier.department.name if barrier.department else ""
    yield STATE_LABELS[barrier.state]
    area = known_area(VISITOR, barrier)
    yield area.name if area else ""


def card(thread: Thread, identity: Identity) -> dict[str, Any]:
    """Give what a list shows of a barrier."""
    return cards.card(cast("Barrier", thread), identity)


def _words(barrier: Barrier) -> list[str]:
    said = (
        select(Affected.words)
        .where(Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None), Affected.words != "")
        .order_by(Affected.id)
        .limit(MOST_READ)
    )
    own = [
        plain(barrier.body_html),
        barrier.trying_to,
        barrier.rule_words,
        barrier.hint_answers,
        barrier.would_help,
        barrier.other_body,
    ]
    return [words for words in (*own, *db.session.scalars(said)) if words]


KIND = ThreadKind(
    name="barrier",
    label="Barrier",
    path="/barriers",
    hidden_people=hidden_people,
    is_party=is_party,
    document=document,
    card=card,
    case=lambda thread: case_of(cast("Barrier", thread)),
    guess_category=likely_kind,
    is_taken_back=lambda thread: cast("Barrier", thread).state == State.WITHDRAWN,
)
