"""The manifest of threads: what all threads share."""

from __future__ import annotations

from forum.core.personal_data import RetentionRule
from forum.core.settings import settings
from forum.search.current import engine, meaning
from forum.threads import attachments, cli, handlers, subscribers
from forum.threads.actions.attachments import FORGET
from forum.threads.actions.drafts import forget_old_drafts
from forum.threads.holds import handlers as hold_handlers
from forum.threads.holds import models as hold_models
from forum.threads.holds.actions import forget_networks
from forum.threads.holds.loaders import use_holds
from forum.threads.index_maintenance import CHECK, can_search, check_later, list_gauges, watch_index
from forum.threads.journeys import links
from forum.threads.orphan_cleanup import SWEEP, enqueue_orphan_cleanup
from forum.threads.personal_data import PERSONAL_DATA
from forum.threads.views import comments, files, pictures, related, tags
from forum.web.manifest import Feature

FEATURE = Feature(
    name="threads",
    models=(attachments, hold_models),
    views=(
        comments.blueprint,
        links.blueprint,
        related.blueprint,
        tags.blueprint,
        pictures.blueprint,
        files.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers={**handlers.HANDLERS, **hold_handlers.HANDLERS},
    batched=frozenset({"index"}),
    outside=frozenset({"index", CHECK, FORGET, SWEEP}),
    nightly=(check_later, enqueue_orphan_cleanup),
    set_up=(use_holds,),
    beside=(watch_index,),
    checks={"search": can_search},
    options={"search_by_meaning": lambda: meaning() is not None},
    gauges=(list_gauges,),
    personal_data=PERSONAL_DATA,
    retention=(
        RetentionRule(
            "drafts", "Drafts that were not sent", lambda: settings().draft_lasts, forget_old_drafts
        ),
        RetentionRule(
            "networks",
            "From which networks new people posted",
            lambda: settings().networks_kept,
            forget_networks,
        ),
        RetentionRule(
            "search_words",
            "Deleted and changed words, in the files of the search index",
            lambda: settings().search_words_kept,
            lambda: engine().tidy(settings().search_words_kept),
        ),
    ),
)
