"""The where-clauses that say what a reader may see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select, true

from forum.councils.standing import Standing
from forum.threads.models import Tag, Thread, ThreadTag, Visibility


def readable(standing: Standing) -> ColumnElement[bool]:
    """Restrict a query on Thread to what this reader may read in lists; the same rule as `may_read`.

    Council-only threads that somebody is affected by are reached by their address, not in lists.
    """
    if standing.is_moderator:
        return true()
    shown = and_(Thread.hidden_at.is_(None), Thread.visibility != Visibility.COUNCIL)
    ways = [shown]
    if standing.officer_of:
        ways.append(and_(Thread.hidden_at.is_(None), Thread.council_id.in_(sorted(standing.officer_of))))
    if standing.person_id is not None:
        ways.append(Thread.author_id == standing.person_id)
    return or_(*ways)


def on_readable_thread(standing: Standing) -> ColumnElement[bool]:
    """Restrict a query on Tag to those that a thread carries which this reader may read in lists."""
    carries = select(ThreadTag.tag_id).join(Thread, Thread.id == ThreadTag.thread_id)
    return carries.where(ThreadTag.tag_id == Tag.id, readable(standing)).exists()
