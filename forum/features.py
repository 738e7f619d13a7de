"""The list of features. To add one, add its manifest here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask

from forum.accounts import feature as accounts
from forum.barriers import feature as barriers
from forum.core.worker import Handler, Worker
from forum.councils import feature as councils
from forum.dashboards import feature as dashboards
from forum.demo import feature as demo
from forum.discovery import feature as discovery
from forum.follows import feature as follows
from forum.follows.followables import use_followables
from forum.groups import feature as groups
from forum.moderation import feature as moderation
from forum.needs import feature as needs
from forum.notifications import feature as notifications
from forum.privacy import feature as privacy
from forum.questions import feature as questions
from forum.stories import feature as stories
from forum.themes import feature as themes
from forum.threads import feature as threads
from forum.threads.manifest import use_thread_features
from forum.web import feature as web
from forum.web.manifest import Feature, use_features

FEATURES: tuple[Feature, ...] = (
    web.FEATURE,
    accounts.FEATURE,
    councils.FEATURE,
    barriers.FEATURE,
    threads.FEATURE,  # after barriers, which must still see at which council one was when a council is replaced
    follows.FEATURE,
    notifications.FEATURE,
    groups.FEATURE,
    needs.FEATURE,
    stories.FEATURE,
    questions.FEATURE,
    themes.FEATURE,
    dashboards.FEATURE,
    moderation.FEATURE,
    privacy.FEATURE,
    discovery.FEATURE,
    demo.FEATURE,
)


def register_features(app: Flask, features: Sequence[Feature]) -> None:
    """Register every feature in the application."""
    use_thread_features(app, features)
    use_followables(app, features)
    use_features(app, features)


def handlers_of(features: Sequence[Feature]) -> Mapping[str, Handler]:
    """Return what the worker does for each kind of outbox row."""
    return {kind: handler for feature in features for kind, handler in feature.handlers.items()}


def worker_of(features: Sequence[Feature]) -> Worker:
    """Return the worker that drains the outbox of these features."""
    return Worker(
        handlers_of(features),
        batched=frozenset[str]().union(*(feature.batched for feature in features)),
        outside=frozenset[str]().union(*(feature.outside for feature in features)),
        apart=frozenset[str]().union(*(feature.apart for feature in features)),
    )


HANDLERS = handlers_of(FEATURES)
