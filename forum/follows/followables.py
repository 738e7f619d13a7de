"""What each kind of follow tells: how what is followed is named, and which threads those who follow it hear of.

A kind is a class of its own in the feature that knows the thing, which its manifest names.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from flask import Flask, current_app

from forum.councils.identity import Identity
from forum.follows.models import Follow, FollowKind, Frequency
from forum.threads.manifest import ThreadFeature
from forum.threads.models import Thread
from forum.web.manifest import Feature

FOLLOWABLES = "clearway_followables"
USUAL = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.ONLY_HERE)
Named = Mapping[str, "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be followed, as a page names it."""

    kind: FollowKind
    key: str
    title: str
    url: str
    label: str
    """What sort of thing it is, in a word or two."""


class Followable(ABC):
    """One kind of what can be followed."""

    kind: ClassVar[FollowKind]
    label: ClassVar[str]
    frequencies: ClassVar[Sequence[Frequency]] = USUAL

    @abstractmethod
    def name_all(self, identity: Identity, keys: Sequence[str]) -> Named:
        """Name those of these that this reader may see, by their keys: one statement at most."""

    def keys_of(self, _thread: Thread) -> Sequence[str]:
        """Return the keys under which people hear of a thread; none that would say what the thread hides."""
        return ()

    def count_new(self, _identity: Identity, _key: str, _since: datetime) -> int:
        """Count what has come since, for what no thread leads back to, such as a search."""
        return 0


@dataclass(frozen=True, kw_only=True)
class FollowFeature(ThreadFeature):
    """The manifest of a feature that brings something to follow."""

    followables: Sequence[Followable] = field(default_factory=tuple)


def use_followables(app: Flask, features: Iterable[Feature]) -> None:
    """Make known what can be followed in this application."""
    found = (one for feature in features if isinstance(feature, FollowFeature) for one in feature.followables)
    app.extensions[FOLLOWABLES] = {one.kind: one for one in found}


def list_followables() -> Mapping[FollowKind, Followable]:
    """Return what can be followed in this application, by its kind."""
    known: Mapping[FollowKind, Followable] = current_app.extensions[FOLLOWABLES]
    return known


def find_followable(kind: str) -> Followable | None:
    """Return the kind of follow of this name, such as one in an address; None for none."""
    return next((one for one in list_followables().values() if one.kind == kind), None)


def find_subject(identity: Identity, kind: str, key: str) -> Subject | None:
    """Find what may be followed under this key; None where there is no such thing, or none that this reader may see."""
    followable = find_followable(kind)
    return followable.name_all(identity, [key]).get(key) if followable else None


def name_follows(identity: Identity, follows: Iterable[Follow]) -> dict[int, Subject]:
    """Name what these follows are of, by their ids, in one statement a kind; what may not be seen is left out."""
    by_kind: dict[FollowKind, list[Follow]] = defaultdict(list)
    for one in follows:
        by_kind[FollowKind(one.kind)].append(one)
    named: dict[int, Subject] = {}
    for kind, some in by_kind.items():
        followable = list_followables().get(kind)
        found = followable.name_all(identity, [one.key for one in some]) if followable else {}
        named |= {one.id: found[one.key] for one in some if one.key in found}
    return named
