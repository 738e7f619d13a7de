"""What notifications keep about people: what they were told."""

from __future__ import annotations

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db
from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable, RetentionRule
from forum.core.settings import settings
from forum.notifications.models import Notification

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=Notification,
            via=("person_id",),
            heading="What you were told",
            on_leaving=OnLeaving.DELETED,
        ),
    ),
)


def forget_old_notices() -> int:
    """Delete what people were told long ago; returns how many."""
    old = delete(Notification).where(Notification.created_at < clock.now() - settings().logs_kept)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]  # every DML result has it


RETENTION = (
    RetentionRule(
        code="notices",
        label="What people were told",
        lasts=lambda: settings().logs_kept,
        remove=forget_old_notices,
    ),
)
