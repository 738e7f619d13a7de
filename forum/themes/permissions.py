"""Who sees themes, and decides on them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.barriers.models import Barrier
from forum.councils.identity import Identity
from forum.councils.models import Council
from forum.themes.models import ThemeDecision

UNDONE_WITHIN = timedelta(days=30)


def may_see_themes(identity: Identity, council: Council | None) -> bool:
    """The leads of a council, for it; moderators, for the whole site. Nobody else: themes are guesses of a machine."""
    return identity.is_moderator if council is None else identity.is_lead_of(council.id)


def may_tag_barrier(identity: Identity, barrier: Barrier) -> bool:
    """Moderators, and the leads of its council: accepting a theme adds a tag, which its author can remove again."""
    return identity.is_moderator or identity.is_lead_of(barrier.council_id)


def may_undo_decision(identity: Identity, decision: ThemeDecision, now: datetime) -> bool:
    """Whoever could decide the same, for a month; later, cases have gone their way."""
    recent = decision.undone_at is None and now - decision.decided_at <= UNDONE_WITHIN
    return recent and may_see_themes(identity, decision.council)
