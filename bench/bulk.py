"""Large deterministic sets for benches: words follow Zipf's law, so that rare and common ones are as in life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, update

from forum.accounts.models import Person
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, Transition
from forum.barriers.vocabulary import CATEGORIES, RULE_SOURCES
from forum.core import clock
from forum.core.db import Base, db
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.models import Area, Council, CouncilName
from forum.threads.models import Comment, Thread, Visibility

BATCH = 2000
STATES = {
    State.OPEN: 5,
    State.ACKNOWLEDGED: 3,
    State.UNDER_REVIEW: 3,
    State.KEPT: 1,
    State.REMOVED: 2,
}  # and how often each comes up
STOCK = 6000
NUMBER_OF_WORDS = 20_000
PEOPLE, COUNCILS, AREAS_EACH = 500, 20, 12
YEARS = 3
SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "ce",
    "co",
    "da",
    "de",
    "do",
    "fa",
    "fe",
    "fo",
    "ga",
    "ge",
    "go",
    "ha",
    "he",
    "ho",
    "la",
    "le",
    "lo",
    "ma",
    "me",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "po",
    "ra",
    "re",
    "ro",
    "sa",
    "se",
    "so",
    "ta",
    "te",
    "to",
    "va",
    "ve",
    "vo",
    "wa",
    "we",
    "wo",
]
COMMON = [
    "the",
    "council",
    "hall",
    "insurance",
    "group",
    "we",
    "were",
    "told",
    "that",
    "form",
    "asked",
    "for",
    "a",
    "permit",
    "street",
    "cover",
    "volunteers",
    "and",
    "no",
    "answer",
    "weeks",
    "park",
    "room",
    "hire",
    "licence",
    "risk",
    "meeting",
    "bus",
    "money",
    "rule",
    "letter",
    "office",
    "garden",
    "children",
    "older",
    "people",
]
Row = dict[str, Any]
Stock = list[tuple[str, str]]
Progress = Callable[[int], None]


class Words:
    """A made-up vocabulary: the word of rank r is drawn about 1/r times as often as the first."""

    def __init__(self, chance: Random) -> None:
        made = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in iter(int, 1))
        unique = dict.fromkeys(COMMON) | dict.fromkeys(islice(made, NUMBER_OF_WORDS))
        self._words = list(unique)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))
        self._chance = chance

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return a stock of paragraphs with their HTML: rendering each once is what makes large sets fast."""
        texts = [self.text(8, 24) for _ in range(STOCK)]
        return [(text, render(text)) for text in texts]

    def text(self, fewest: int, most: int) -> str:
        """Give some words."""
        number = self._chance.randint(fewest, most)
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=number))


def load(*, threads: int, comments: int, seed: int, progress: Progress) -> None:
    """Add barriers and comments beside what is there, in the current transaction, without events or mails."""
    chance = Random(seed)
    words = Words(chance)
    stock = words.paragraphs()
    people = _people(clock.now())
    places = _places()
    first = (db.session.scalar(select(func.max(Thread.id))) or 0) + 1
    for rows in _in_batches(_threads(range(first, first + threads), people, places, words, stock, chance)):
        _insert_threads(rows)
        progress(len(rows))
    for rows in _in_batches(_comments(range(first, first + threads), comments, people, stock, chance)):
        db.session.execute(insert(Comment), rows)
        progress(len(rows))
    _count_comments(first)
    _number_on(Person, Thread)


def _number_on(*models: type[Base]) -> None:
    """Have PostgreSQL go on after the numbers that were given here; SQLite does so by itself."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        name = model.__tablename__
        last = select(func.max(model.__table__.c.id)).scalar_subquery()
        db.session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))


def _in_batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _people(now: datetime) -> list[int]:
    base = db.session.scalar(select(func.max(Person.id))) or 0
    numbers = range(base + 1, base + PEOPLE + 1)
    rows = [
        {"id": n, "name": f"Neighbour {n}", "email": f"bulk{n}@example.org", "created_at": now}
        for n in numbers
    ]
    db.session.execute(insert(Person), rows)
    return list(numbers)


def _places() -> list[tuple[int, list[int]]]:
    """Make councils with wards; gives each council's id with those of its wards."""
    base = db.session.scalar(select(func.max(Council.id))) or 0
    places = []
    for number in range(base + 1, base + COUNCILS + 1):
        name = f"Bulkham {number}"
        council = Council(code=f"BULK{number}", slug=slug(name), name=name, official_name=f"{name} Council")
        db.session.add(council)
        db.session.flush()
        areas = [
            Area(council_id=council.id, name=f"Ward {ward}", slug=f"ward-{ward}")
            for ward in range(1, AREAS_EACH + 1)
        ]
        db.session.add(CouncilName(council_id=council.id, name=name, normalised=name.lower()))
        db.session.add_all(areas)
        db.session.flush()
        places.append((council.id, [area.id for area in areas]))
    return places


def _threads(
    numbers: range,
    people: list[int],
    places: list[tuple[int, list[int]]],
    words: Words,
    stock: Stock,
    chance: Random,
) -> Iterator[Row]:
    for number in numbers:
        council_id, areas = chance.choice(places)
        title = words.text(4, 9).capitalize()
        at = _some_moment(chance)
        yield _written(stock, chance, 4) | {
            "id": number,
            "kind": "barrier",
            "author_id": chance.choice(people),
            "council_id": council_id,
            "area_id": chance.choice(areas),
            "title": title[:90],
            "slug": slug(title),
            "visibility": Visibility.PUBLIC,
            "created_at": at,
            "last_activity_at": at,
            "state": chance.choices([*STATES], weights=[*STATES.values()])[0],
            "category": chance.choice(CATEGORIES).code,
            "rule_source": chance.choice(RULE_SOURCES).code,
        }


def _some_moment(chance: Random) -> datetime:
    return clock.now() - timedelta(seconds=chance.randint(60, YEARS * 365 * 86_400))


def _written(stock: Stock, chance: Random, most: int) -> Row:
    """Give some paragraphs as one text; a text of paragraphs is rendered paragraph by paragraph."""
    chosen = chance.choices(stock, k=chance.randint(1, most))
    return {
        "body": "\n\n".join(text for text, _ in chosen),
        "body_html": "\n".join(html for _, html in chosen),
        "html_version": PIPELINE_VERSION,
    }


def _insert_threads(rows: list[Row]) -> None:
    """Write each row into its tables: the thread, the barrier, its reporter's affected and first transition."""
    own = {"state", "category", "rule_source"}
    threads = [{name: value for name, value in row.items() if name not in own} for row in rows]
    db.session.execute(insert(Thread.__table__), [_with_defaults(row) for row in threads])  # type: ignore[arg-type]
    barriers = [_barrier(row) | {name: row[name] for name in own} for row in rows]
    db.session.execute(insert(Barrier.__table__), barriers)  # type: ignore[arg-type]
    about = [
        {"barrier_id": row["id"], "person_id": row["author_id"], "created_at": row["created_at"]}
        for row in rows
    ]
    db.session.execute(insert(Affected), [one | {"is_reporter": True} for one in about])
    db.session.execute(
        insert(Transition), [one | {"role": Role.MEMBER, "to_state": State.OPEN} for one in about]
    )


def _barrier(row: Row) -> Row:
    moments = ("state_changed_at", "first_affected_at", "last_affected_at")
    return {"id": row["id"], "number_of_affected": 1} | dict.fromkeys(moments, row["created_at"])


def _with_defaults(row: Row) -> Row:
    return {"version": 1, "number_of_comments": 0} | row


def _comments(threads: range, number: int, people: list[int], stock: Stock, chance: Random) -> Iterator[Row]:
    for _ in range(number):
        yield _written(stock, chance, 3) | {
            "thread_id": chance.choice(threads),
            "author_id": chance.choice(people),
            "created_at": _some_moment(chance),
        }


def _count_comments(first: int) -> None:
    counted = select(func.count(Comment.id)).where(Comment.thread_id == Thread.id).scalar_subquery()
    db.session.execute(
        update(Thread.__table__).where(Thread.id >= first).values(number_of_comments=counted)  # type: ignore[arg-type]
    )
