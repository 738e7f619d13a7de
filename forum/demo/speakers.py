"""Who speaks in an invented barrier: groups whose kind fits the words, so that no choir complains about newts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

from forum.demo.cases import Case
from forum.demo.places import KINDS_OF_GROUPS
from forum.groups.models import Group, Membership

AuthorDisplay = tuple[Group, Membership]
TITLE_COUNTS = 3
"""How much more a word of what a group was trying to do says about it than one of its story."""


def choose_voices(case: Case, groups: Sequence[AuthorDisplay], chance: Random) -> list[AuthorDisplay]:
    """Choose the reporting group, then one for each further experience, each group once."""
    left = chance.sample(groups, len(groups))
    asked = f"{case.title} {case.trying_to} " * TITLE_COUNTS + case.story
    chosen = []
    for words in (asked, *case.others)[: len(left)]:
        voice = max(left, key=lambda one: _fit(one[0], words))
        left.remove(voice)
        chosen.append(voice)
    return chosen


def _fit(group: Group, text: str) -> int:
    """Count the words that this kind of group would say."""
    speaks_of = _speaks_of(group.name)
    return sum(word.startswith(speaks_of) for word in text.lower().replace("“", "").split())


@cache
def _speaks_of(name: str) -> tuple[str, ...]:
    return next(one.speaks_of for one in KINDS_OF_GROUPS if f" {one.name}," in name)
