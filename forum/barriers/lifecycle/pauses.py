"""When the council's clock stood still while it waited for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from forum.barriers.lifecycle.states import PAUSED_STATES, State


class StateChange(NamedTuple):
    """Hold one row of a barrier's history, as far as time is concerned."""

    at: datetime
    to_state: State


def paused_between(
    changes: Iterable[StateChange], *, until: datetime | None = None
) -> list[tuple[datetime, datetime | None]]:
    """List when the council's clock stood still, oldest first; a pause not yet over ends at `until`."""
    pauses: list[tuple[datetime, datetime | None]] = []
    began: datetime | None = None
    for change in sorted(changes, key=lambda change: change.at):
        if change.to_state in PAUSED_STATES:
            began = began or change.at
        elif began is not None:
            pauses.append((began, change.at))
            began = None
    if began is not None:
        pauses.append((began, until))
    return pauses
