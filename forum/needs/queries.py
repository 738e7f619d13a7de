"""Reads what was looked for, in vain or not, the same words together, never who looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, func, select

from forum.core import clock
from forum.core.db import db
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Area, Council
from forum.needs.models import PressCount, SearchCount, UnmetNeed
from forum.threads.models import Thread
from forum.threads.visibility import readable

KEPT = timedelta(days=365)
MOST_SHOWN = 50
FEWEST_IN_PUBLIC = 3  # what one person typed once is for the council alone: it may tell who they are


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that were searched for in vain: as they were typed last, how often, and when last."""

    words: str
    times: int
    last_at: datetime


def list_needs(
    *,
    council: Council | None = None,
    area: Area | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    fewest: int = 1,
    limit: int = MOST_SHOWN,
) -> Sequence[Sought]:
    """List what was looked for in vain in a place (or anywhere), most often first, then latest; the last year of it.

    `fewest` leaves out what was typed less often: pages for everybody pass FEWEST_IN_PUBLIC.
    """
    where = _conditions(council, area, since, until)
    times, last = func.count(UnmetNeed.id), func.max(UnmetNeed.id)
    counted = (
        select(times.label("times"), last.label("last"))
        .where(*where)
        .group_by(UnmetNeed.normalised)
        .having(times >= fewest)
        .order_by(times.desc(), last.desc())
        .limit(min(limit, MOST_SHOWN))
        .subquery()
    )
    query = (
        select(UnmetNeed.words, counted.c.times, UnmetNeed.created_at)
        .join(counted, counted.c.last == UnmetNeed.id)
        .order_by(counted.c.times.desc(), counted.c.last.desc())
    )
    return [Sought(*row) for row in db.session.execute(query).tuples()]


def _conditions(
    council: Council | None, area: Area | None, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    conditions = [UnmetNeed.created_at >= (since or clock.now() - KEPT)]
    if until is not None:
        conditions.append(UnmetNeed.created_at < until)
    if area is not None:
        conditions.append(UnmetNeed.area_id == area.id)
    elif council is not None:
        conditions.append(UnmetNeed.council_id == council.id)
    return conditions


LOW_FROM = 6
"""From which place of the first page on a result is low on it."""
FEWEST_PRESSES = 3
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class SearchUse:
    """Words that were searched for: how often, what was found last, and how often each result was opened."""

    words: str
    searches: int
    results: int
    shown_ids: Sequence[str]
    presses: dict[str, int]

    def place_of(self, document_id: str) -> int:
        """Return where the first page showed a document last, from 1; 0 where it did not."""
        return list(self.shown_ids).index(document_id) + 1 if document_id in self.shown_ids else 0


@dataclass(frozen=True, slots=True)
class OpenedThread:
    """A thread that was opened from a search, and where the search showed it last."""

    words: str
    thread_id: int
    title: str
    presses: int
    place: int


def list_searches() -> list[SearchUse]:
    """List what was searched for often enough to be stored, most often first; the weeks that are kept are one."""
    latest: dict[str, Row[tuple[str, str, int, int, list[str]]]] = {}
    searches: defaultdict[str, int] = defaultdict(int)
    columns = (
        SearchCount.key,
        SearchCount.words,
        SearchCount.number_of_searches,
        SearchCount.number_of_results,
        SearchCount.document_ids,
    )
    stored = select(*columns).where(SearchCount.words != "")
    for row in db.session.execute(stored.order_by(SearchCount.week, SearchCount.key).limit(MOST_ROWS)):
        latest[row[0]] = row
        searches[row[0]] += row[2]
    presses = _presses(latest)
    found = [SearchUse(row[1], searches[key], row[3], row[4], presses[key]) for key, row in latest.items()]
    return sorted(found, key=lambda one: (-one.searches, one.words))


def list_opened(searches: Iterable[SearchUse], identity: Identity = VISITOR) -> list[OpenedThread]:
    """List what was opened several times, most often first, as far as this reader may read it."""
    opened = [
        (one, document_id, number)
        for one in searches
        for document_id, number in one.presses.items()
        if number >= FEWEST_PRESSES
    ]
    opened.sort(key=lambda row: (-row[2], row[0].words, row[1]))
    numbers = [int(document_id.removeprefix("thread:")) for _, document_id, _ in opened[: 10 * MOST_SHOWN]]
    titles = select(Thread.id, Thread.title).where(Thread.id.in_(numbers), readable(identity))
    rows = db.session.execute(titles).tuples() if numbers else ()
    known = {f"thread:{number}": (number, title) for number, title in rows}
    return [
        OpenedThread(one.words, *known[document_id], number, one.place_of(document_id))
        for one, document_id, number in opened
        if document_id in known
    ]


def is_low(opened: OpenedThread) -> bool:
    """Return whether a result that people open stands low on the first page, or on a later one."""
    return not 0 < opened.place < LOW_FROM


def _presses(keys: Iterable[str]) -> defaultdict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    wanted = set(keys)
    if not wanted:
        return found
    summed = select(PressCount.key, PressCount.document_id, func.sum(PressCount.number_of_presses))
    grouped = summed.group_by(PressCount.key, PressCount.document_id)
    for key, document_id, number in db.session.execute(grouped.order_by(PressCount.key).limit(MOST_ROWS)):
        if key in wanted:
            found[key][document_id] = int(number)
    return found
