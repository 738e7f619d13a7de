"""The manifest of notifications: what people are told, on the site and by mail."""

from __future__ import annotations

from forum.notifications import group_emails, group_statement_emails, handlers, models, subscribers
from forum.notifications.personal_data import PERSONAL_DATA, RETENTION
from forum.notifications.topics import TOPICS
from forum.notifications.unread_count import use_unread_count
from forum.notifications.views import notices, stop
from forum.threads.manifest import ThreadFeature

FEATURE = ThreadFeature(
    name="notifications",
    models=(models,),
    views=(notices.blueprint, stop.blueprint),
    subscribers=(
        subscribers.register,
        group_statement_emails.register,
        group_emails.register,
    ),
    handlers=handlers.HANDLERS,
    set_up=(use_unread_count,),
    news=TOPICS,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)
