"""The manifest of moderation: looking after the site."""

from __future__ import annotations

from forum.moderation import handlers, models, subscribers, watching
from forum.moderation.merged_addresses import use_merged_addresses
from forum.moderation.news import TOPICS
from forum.moderation.personal_data import PERSONAL_DATA
from forum.moderation.suspensions import use_suspensions
from forum.moderation.views import (
    appeals,
    audit,
    blocks,
    dead_letters,
    decisions,
    held,
    listed_words,
    people,
    places,
    posts,
    queue,
    reports,
    tags,
    words,
)
from forum.threads.manifest import ThreadFeature
from forum.web.audit_notes import use_audit_notes

FEATURE = ThreadFeature(
    name="moderation",
    models=(models,),
    views=(
        queue.blueprint,
        reports.blueprint,
        held.blueprint,
        blocks.blueprint,
        listed_words.blueprint,
        posts.blueprint,
        people.blueprint,
        words.blueprint,
        places.blueprint,
        appeals.blueprint,
        decisions.blueprint,
        audit.blueprint,
        tags.blueprint,
        dead_letters.blueprint,
    ),
    subscribers=(watching.listen, subscribers.register),
    handlers=handlers.HANDLERS,
    set_up=(use_suspensions, use_audit_notes, use_merged_addresses),
    personal_data=PERSONAL_DATA,
    news=TOPICS,
)
