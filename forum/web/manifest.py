"""What a feature brings to the application. Each says so in its feature.py; forum/features.py lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import TypeVar

from flask import Blueprint, Flask, current_app, url_for

from forum.core.metrics import Gauge
from forum.core.personal_data import PersonalData, RetentionRule
from forum.core.worker import Handler

FEATURES = "clearway_features"


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A link of the main menu; those of all features stand in the order of their ranks."""

    label: str
    endpoint: str
    rank: int

    @property
    def url(self) -> str:
        """Its address on this site."""
        return url_for(self.endpoint)


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A manifest: the parts of one feature that the application puts together with those of others."""

    name: str
    models: Sequence[ModuleType] = ()
    """Named so that every table is known wherever the application is, whichever views import it."""
    views: Sequence[Blueprint] = ()
    commands: Sequence[Callable[[Flask], None]] = ()
    subscribers: Sequence[Callable[[], None]] = ()
    """Each subscribes what it has to events of lower features; those of the first feature hear first."""
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    """What the worker does with each kind of outbox row."""
    batched: frozenset[str] = frozenset()
    """Those of them that take many rows at once."""
    outside: frozenset[str] = frozenset()
    """Those whose effect is not in the database."""
    apart: frozenset[str] = frozenset()
    """Those that the worker does in a thread of their own, so that no other work waits for them."""
    nightly: Sequence[Callable[[], None]] = ()
    """Each writes down its next night's work, when the worker starts."""
    beside: Sequence[Callable[[], object]] = ()
    """Long work that the worker does beside the outbox when it starts."""
    set_up: Sequence[Callable[[Flask], None]] = ()
    """What else it puts into the application, such as names for templates."""
    menu: Sequence[MenuEntry] = ()
    checks: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    """What /health asks besides; each says whether its part works."""
    options: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    """What /health tells besides: whether a part is on that works may do without."""
    gauges: Sequence[Callable[[], Sequence[Gauge]]] = ()
    """What /metrics tells besides."""
    personal_data: PersonalData | None = None
    """What it keeps about people: for downloads, and for those who leave."""
    retention: Sequence[RetentionRule] = ()
    """What it keeps for a time only; forum.privacy sees to it every night."""


AFeature = TypeVar("AFeature", bound=Feature)


def use_features(app: Flask, features: Sequence[Feature]) -> None:
    """Register features in the application, and remember which they are."""
    app.extensions[FEATURES] = tuple(features)
    entries = sorted((one for feature in features for one in feature.menu), key=lambda one: one.rank)
    app.jinja_env.globals["main_menu"] = entries
    for feature in features:
        for set_up in feature.set_up:
            set_up(app)
    for feature in features:
        for blueprint in feature.views:
            app.register_blueprint(blueprint)
        for register in feature.commands:
            register(app)
        for subscribe in feature.subscribers:
            subscribe()


def list_features(kind: type[AFeature]) -> list[AFeature]:
    """List the features of this application whose manifest is of a kind, in their order."""
    return [one for one in current_app.extensions[FEATURES] if isinstance(one, kind)]
