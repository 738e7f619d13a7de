"""What follows for offers of help from what happens below."""

from __future__ import annotations

from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.councils.passing import pass_rows
from forum.questions.models import Offer


def register() -> None:
    """Listen: who offers help at a council that closed offers it at its successor."""
    subscribe(CouncilReplaced, pass_offers)


def pass_offers(event: CouncilReplaced) -> None:
    """Offers of help go to who took the council's place."""
    pass_rows(Offer, event)
