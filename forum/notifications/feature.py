"""The manifest of notifications: mails about what happens."""

from __future__ import annotations

from forum.notifications import (
    group_emails,
    group_statement_emails,
    handlers,
    subscribers,
    views,
)
from forum.web.manifest import Feature

FEATURE = Feature(
    name="notifications",
    views=(views.blueprint,),
    subscribers=(
        subscribers.register,
        group_statement_emails.register,
        group_emails.register,
    ),
    handlers=handlers.HANDLERS,
)
