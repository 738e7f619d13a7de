"""Reads the rules that groups met, in the words in which they were told them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, lazyload

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.councils.models import Council
from forum.threads.models import Visibility

MOST_RULES = 30


def list_rules(category: str, rule_source: str) -> Sequence[Barrier]:
    """List the newest public barriers of a kind in which a group wrote what the rule says, by council."""
    newest = (
        select(Barrier.id)
        .where(Barrier.category == category, Barrier.rule_source == rule_source, Barrier.rule_words != "")
        .where(Barrier.visibility != Visibility.COUNCIL, Barrier.hidden_at.is_(None))
        .where(Barrier.state != State.WITHDRAWN, Barrier.council_id.is_not(None))
        .order_by(Barrier.id.desc())
        .limit(MOST_RULES)
    )
    query = (
        select(Barrier)
        .join(Barrier.council)
        .where(Barrier.id.in_(newest))
        .options(contains_eager(Barrier.council), lazyload(Barrier.tags))
        .order_by(Council.name, Barrier.id.desc())
    )
    return db.session.scalars(query).all()
