"""The manifest of barriers: barriers and the core loop."""

from __future__ import annotations

from forum.barriers import cli, handlers, models, subscribers
from forum.barriers.emails import group_statements, subscriptions
from forum.barriers.emails.handlers import HANDLERS
from forum.barriers.group_statements import STATEMENTS
from forum.barriers.inbox_badge import landing_of, use_desk
from forum.barriers.news import TOPICS
from forum.barriers.page_sections import BarrierSections
from forum.barriers.personal_data import PERSONAL_DATA, RETENTION
from forum.barriers.template_globals import use_state_labels
from forum.barriers.thread_kind import BarrierKind
from forum.barriers.views import (
    affected,
    casework,
    confirm,
    correct,
    council_settings,
    duplicates,
    inbox,
    lists,
    log,
    respond,
    show,
    similar,
    unassignment,
    ward_routes,
)
from forum.barriers.vocabulary import SYNONYMS
from forum.threads.manifest import ThreadFeature
from forum.web.manifest import MenuEntry

FEATURE = ThreadFeature(
    name="barriers",
    models=(models,),
    views=(
        log.blueprint,
        lists.blueprint,
        show.blueprint,
        similar.blueprint,
        affected.blueprint,
        respond.blueprint,
        confirm.blueprint,
        correct.blueprint,
        casework.blueprint,
        council_settings.blueprint,
        inbox.blueprint,
        unassignment.blueprint,
        duplicates.blueprint,
        ward_routes.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register, subscriptions.register, group_statements.register),
    handlers={**handlers.HANDLERS, **HANDLERS},
    set_up=(use_desk, use_state_labels),
    menu=(MenuEntry(label="Barriers", endpoint="barriers.barriers", rank=20),),
    kind=BarrierKind(),
    news=TOPICS,
    sections=BarrierSections(),
    statements=STATEMENTS,
    synonyms=SYNONYMS,
    landing=landing_of,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)
