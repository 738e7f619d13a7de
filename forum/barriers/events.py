"""What can happen to a barrier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from forum.accounts.models import Person
from forum.barriers.models import (
    Affected,
    Barrier,
    ConfirmationRequest,
    PrivateNote,
    Response,
    Revision,
    Transition,
)
from forum.core.events import Event
from forum.councils.models import Officer

CORRECTION_MAILED_AFTER = timedelta(minutes=30)
"""Whoever corrects something often corrects it twice: one mail tells of both."""


@dataclass(frozen=True, slots=True)
class BarrierReported(Event):
    """A barrier was published; its council is to be told."""

    barrier: Barrier


@dataclass(frozen=True, slots=True)
class BarrierPublished(Event):
    """Others can read a barrier now: at once, or since a moderator let it through."""

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


@dataclass(frozen=True, slots=True)
class ResponseGiven(Event):
    """A council gave its official word on a barrier."""

    barrier: Barrier
    response: Response


@dataclass(frozen=True, slots=True)
class ResponseCorrected(Event):
    """A council corrected its official word; the revision holds what it said before."""

    barrier: Barrier
    response: Response
    revision: Revision


@dataclass(frozen=True, slots=True)
class ResponseTakenBack(Event):
    """A council took its official word back; its reason stands beside it."""

    barrier: Barrier
    response: Response


@dataclass(frozen=True, slots=True)
class QuestionAnswerCorrected(Event):
    """A group corrected its answer to the council's question; the revision holds what it said before."""

    barrier: Barrier
    revision: Revision


@dataclass(frozen=True, slots=True)
class ReportCorrected(Event):
    """A reporter corrected a barrier; the revision holds what it said before."""

    barrier: Barrier
    revision: Revision


@dataclass(frozen=True, slots=True)
class AffectedAsked(Event):
    """Those affected were asked in this round whether it is really gone, or are reminded that they were."""

    barrier: Barrier
    claim: Transition
    round: int
    is_reminder: bool = False


@dataclass(frozen=True, slots=True)
class AffectedAnswered(Event):
    """One affected answered whether it is really gone, for the first time or another."""

    request: ConfirmationRequest


@dataclass(frozen=True, slots=True)
class RemovalConfirmed(Event):
    """Those affected confirmed that a barrier is gone; the groups that met it elsewhere are to be told."""

    barrier: Barrier


@dataclass(frozen=True, slots=True)
class BarrierAssigned(Event):
    """A barrier was given to an officer, by a colleague or by themselves."""

    barrier: Barrier
    officer: Officer
    by: Person


@dataclass(frozen=True, slots=True)
class BarrierLinked(Event):
    """The council said that a barrier is the same as another, and deals with it there."""

    barrier: Barrier
    main: Barrier
    by: Person


@dataclass(frozen=True, slots=True)
class OfficerNamed(Event):
    """A private note names a colleague, who is to be told."""

    note: PrivateNote
    barrier: Barrier
    officer: Officer
