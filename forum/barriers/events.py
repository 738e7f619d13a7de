"""What can happen to a barrier."""

from __future__ import annotations

from dataclasses import dataclass

from forum.barriers.models import Affected, Barrier, Transition
from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class BarrierReported(Event):
    """A barrier was published; its council is to be told."""

    barrier: Barrier


@dataclass(frozen=True, slots=True)
class AffectedAdded(Event):
    """Another group said that a barrier affects it too."""

    affected: Affected


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """A barrier moved from one state to another; the transition says who moved it and why."""

    barrier: Barrier
    transition: Transition
