"""What follows for themes from what happens below."""

from __future__ import annotations

from sqlalchemy import update

from forum.core.db import db
from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.themes.models import ThemeDecision


def register() -> None:
    """Listen: what a council that closed decided holds for its successor."""
    subscribe(CouncilReplaced, pass_decisions)


def pass_decisions(event: CouncilReplaced) -> None:
    """Decisions go to the first of those that took the council's place: a theme has no ward by which to divide it."""
    if event.parts:
        held = update(ThemeDecision).where(ThemeDecision.council_id == event.council.id)
        db.session.execute(held.values(council_id=event.parts[0].successor.id))
