"""What notifications keep about people: what they were told."""

from __future__ import annotations

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import change_rows
from forum.core.personal_data import PersonalData, RetentionRule, deleted
from forum.core.settings import settings
from forum.notifications.models import Notification

PERSONAL_DATA = PersonalData(
    tables=(deleted(Notification, "person_id", "What you were told"),),
)


def forget_old_notices() -> int:
    """Delete what people were told long ago; returns how many."""
    old = delete(Notification).where(Notification.created_at < clock.now() - settings().logs_kept)
    return change_rows(old)


RETENTION = (
    RetentionRule("notices", "What people were told", lambda: settings().logs_kept, forget_old_notices),
)
