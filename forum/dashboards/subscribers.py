"""What follows on the pages about councils from what happens below."""

from __future__ import annotations

from forum.core import clock
from forum.core.events import subscribe
from forum.councils.events import CouncilFollowed
from forum.dashboards.actions.months import plan_month_mails
from forum.dashboards.month import Month


def register() -> None:
    """Listen: the month in which a council is followed will be mailed when it is over."""
    subscribe(CouncilFollowed, plan_this_month)


def plan_this_month(event: CouncilFollowed) -> None:
    """Plan the first summary; each one plans the next."""
    plan_month_mails(council_id=event.council.id, month=Month.of(clock.today()))
