"""What happens to councils."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person
from forum.core.events import Event
from forum.councils.models import Council, Department, Officer


@dataclass(frozen=True, slots=True)
class CouncilFollowed(Event):
    """Somebody wants to hear of a council each month."""

    council: Council


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
