"""Writing down what somebody looked for and did not find."""

from __future__ import annotations

from forum.core import clock
from forum.core.db import db
from forum.core.text import clean_line
from forum.councils.models import Area, Council
from forum.needs.models import LONGEST_WORDS, UnmetNeed
from forum.search.analysis import terms


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
