"""A small town whose figures are known by hand: what was told to Testham in the last months, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.worker import Worker
from forum.councils.models import Area, Council, Department, Officer
from forum.features import HANDLERS
from forum.groups.models import Group
from forum.threads.models import Visibility
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
)

COUNTED = ("figures", "mail_month")


def work() -> None:
    """Have the worker count, and write the mails of a month that is over."""
    Worker({kind: HANDLERS[kind] for kind in COUNTED}).drain()


@dataclass
class Town:
    """Testham: insurance keeps coming back, a street closure was met by few, a room by five, one case is for the council only."""

    council: Council
    areas: list[Area]
    department: Department
    lead: Officer
    groups: list[Group]
    insurance: list[Barrier]
    street: Barrier
    secret: Barrier


def build_town() -> Town:
    """Seven groups met insurance in two cases, two a street closure, five a full room, seven a case that only the council may read."""
    council = make_council("Testham")
    areas = [make_area(council, name) for name in ("Abbey", "Brook")]
    department = make_department(council)
    lead = make_officer(council, "Lena Lead", is_lead=True)
    groups = [make_group(f"Group {at}", council=council, members=(make_person(),)) for at in range(8)]
    told = {"council": council, "area_id": areas[0].id, "department_id": department.id}
    rule = {"category": "insurance", "rule_source": "council_policy"}
    ago = clock.now() - timedelta(days=40)
    insurance = [
        make_barrier("Five million for a bake sale", group=groups[0], created_at=ago, **told, **rule),
        make_barrier("Cover for a book swap", group=groups[1], created_at=ago, **told, **rule),
    ]
    for group in groups[2:7]:
        make_affected(insurance[0], group=group, cost_pounds=100, delay_days=10)
    street = make_barrier(
        "Closing the lane",
        group=groups[0],
        category="street_event",
        created_at=ago,
        **(told | {"area_id": areas[1].id}),
    )
    make_affected(street, group=groups[1])
    venue = {"category": "venue", "rule_source": "custom"}
    room = make_barrier("No room on a Tuesday", group=groups[0], created_at=ago, **told, **venue)
    for group in groups[1:5]:
        make_affected(room, group=group)
    secret = make_barrier(
        "What we only tell the council",
        group=groups[7],
        created_at=ago,
        visibility=Visibility.COUNCIL,
        **told,
        **rule,
    )
    for group in groups[:6]:
        make_affected(secret, group=group)
    work()
    assert insurance[0].state == State.OPEN
    return Town(council, areas, department, lead, groups, insurance, street, secret)
