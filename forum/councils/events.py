"""What happens to councils."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from forum.accounts.models import Person
from forum.core.events import Event
from forum.councils.models import Council, Department, Officer


@dataclass(frozen=True, slots=True)
class CouncilRulesChanged(Event):
    """A council counts its days by other numbers or another calendar now."""

    council: Council


@dataclass(frozen=True, slots=True)
class DepartmentRetired(Event):
    """Nothing new goes to a department; what it had goes to another, or to nobody."""

    department: Department
    to: Department | None
    by: Person


@dataclass(frozen=True, slots=True)
class OfficerLeft(Event):
    """Somebody no longer answers for a council; what was with them goes back to nobody."""

    officer: Officer
    by: Person


@dataclass(frozen=True, slots=True)
class SuccessorShare:
    """What one successor takes over: these wards, and for each department and officer their number there."""

    successor: Council
    area_ids: frozenset[int]
    departments: Mapping[int, int]
    officers: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class CouncilReplaced(Event):
    """A council has closed: what was posted about it goes to those that took its place.

    What lies in the wards of a part goes to its council, everything else to the first. Whoever moves something
    counts it in `moved`.
    """

    council: Council
    parts: tuple[SuccessorShare, ...]
    moved: Counter[str]
