"""The manifest of a feature with posts of its own, or with something to say on the pages that gather posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from forum.accounts.models import Person
from forum.accounts.next_paths import LANDING
from forum.councils.identity import Identity
from forum.search.acronyms import ACRONYMS
from forum.search.current import SYNONYMS
from forum.threads.group_statements import StatementSource
from forum.threads.kinds import ThreadKind, use_kinds
from forum.threads.models import Thread
from forum.threads.news import Topics
from forum.threads.page_sections import PageSections
from forum.threads.related import Section
from forum.web.manifest import Feature, list_features


@dataclass(frozen=True, kw_only=True)
class ThreadFeature(Feature):
    """What a feature brings besides: the kind of its threads."""

    kind: ThreadKind[Any] | None = None
    sections: PageSections[Any] | None = None
    """What it shows on the pages that gather several features."""
    news: Topics = field(default_factory=dict)
    """What can happen in its threads that those who follow them hear of."""
    related: Callable[[Thread, Identity], Section | None] | None = None
    """What it has to say on the page of a thread of another kind, as far as this reader may read it: one bounded query."""
    synonyms: Sequence[Sequence[str]] = ()
    """Words that mean the same in its vocabulary, for search."""
    statements: Sequence[StatementSource] = ()
    """What else than threads is said in a group's name in it."""
    landing: Callable[[Person], str | None] | None = None
    """Where somebody begins the day after signing in; None for whom it does not know."""


def use_thread_features(app: Flask, features: Sequence[Feature]) -> None:
    """Make the kinds of threads known that these features bring."""
    thread_features = [one for one in features if isinstance(one, ThreadFeature)]
    use_kinds(app, [one.kind for one in thread_features if one.kind is not None])
    words = [group for one in thread_features for group in one.synonyms]
    app.extensions[SYNONYMS] = [*ACRONYMS, *words]
    app.extensions[LANDING] = next((one.landing for one in thread_features if one.landing), None)


def list_related(thread: Thread, identity: Identity) -> list[Section]:
    """List what other features have to show about a thread, in their order."""
    found = [one.related(thread, identity) for one in list_features(ThreadFeature) if one.related]
    return [section for section in found if section is not None and section.cards]
