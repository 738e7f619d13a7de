"""When two sides share what they typed for each other: only after both said yes. Pure, no database.

The asker's yes is the request itself; it stands until the offerer answers, the asker takes it back, or it grows
too old. Every end but "agreed" shares nothing. An end is an end: nobody is asked about the same question twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=30)


class MatchState(StrEnum):
    """Where a request for help stands."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"


class Side(StrEnum):
    """Who acts on a request; the system is the clock."""

    ASKER = "asker"
    OFFERER = "offerer"
    SYSTEM = "system"


class ConsentStep(StrEnum):
    """What somebody does to a request."""

    AGREE = "agree"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    EXPIRE = "expire"


_MOVES: dict[ConsentStep, tuple[Side, MatchState]] = {
    ConsentStep.AGREE: (Side.OFFERER, MatchState.AGREED),
    ConsentStep.DECLINE: (Side.OFFERER, MatchState.DECLINED),
    ConsentStep.TAKE_BACK: (Side.ASKER, MatchState.TAKEN_BACK),
    ConsentStep.EXPIRE: (Side.SYSTEM, MatchState.EXPIRED),
}


def decide(
    *, current: MatchState, side: Side, move: ConsentStep, asked_at: datetime, now: datetime
) -> MatchState | None:
    """Return the state a move leads to, or None where this side may not make it now."""
    mover, target = _MOVES[move]
    is_old = now >= asked_at + LASTS
    if current != MatchState.ASKED or side != mover or is_old != (move == ConsentStep.EXPIRE):
        return None
    return target


def is_shared(state: MatchState) -> bool:
    """Return whether each side may read what the other typed for it."""
    return state == MatchState.AGREED
