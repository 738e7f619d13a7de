"""Writing down what somebody looked for and did not find, and how often something is searched for and opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite

from forum.core import clock
from forum.core.db import db, upsert
from forum.core.text import clean_line
from forum.councils.models import Area, Council
from forum.needs.models import LONGEST_WORDS, PressCount, SearchCount, UnmetNeed
from forum.search.analysis import terms

FEWEST_SEARCHES = 3
"""What was searched for less often in a week may be one person's own words, and is not stored."""


def counting_searches(
    key: str, words: str, number: int, total: int, document_ids: Sequence[str]
) -> postgresql.Insert | sqlite.Insert:
    """Return the statement that counts so many searches this week; their words are stored once there are enough."""
    latest = {"number_of_results": total, "document_ids": list(document_ids)}
    said = words if number >= FEWEST_SEARCHES else ""
    counted = SearchCount.number_of_searches + number
    return (
        upsert(SearchCount)
        .values(week=this_week(), key=key, words=said, number_of_searches=number, **latest)
        .on_conflict_do_update(
            index_elements=["week", "key"],
            set_={
                "number_of_searches": counted,
                "words": case((counted >= FEWEST_SEARCHES, words), else_=""),
                **latest,
            },
        )
    )


def counting_presses(key: str, document_id: str, number: int) -> postgresql.Insert | sqlite.Insert:
    """Return the statement that counts how often a document was opened from a search this week."""
    return (
        upsert(PressCount)
        .values(week=this_week(), key=key, document_id=document_id, number_of_presses=number)
        .on_conflict_do_update(
            index_elements=["week", "key", "document_id"],
            set_={"number_of_presses": PressCount.number_of_presses + number},
        )
    )


def this_week() -> date:
    """Return the Monday of this week."""
    today = clock.today()
    return today - timedelta(days=today.weekday())


def record_need(
    *, words: str, source: str, council: Council | None = None, area: Area | None = None, category: str = ""
) -> UnmetNeed | None:
    """Keep the words, the place and the day of a search without an answer; None where no word can be searched for."""
    said = clean_line(words)[:LONGEST_WORDS]
    normalised = " ".join(sorted(set(terms(said))))[:LONGEST_WORDS]
    if not normalised:
        return None
    if area is not None and (council is None or area.council_id != council.id):
        council = area.council
    need = UnmetNeed(
        words=said,
        normalised=normalised,
        category=category or None,
        council=council,
        area=area,
        source=source,
        created_at=clock.now(),
    )
    db.session.add(need)
    db.session.flush()
    return need
