"""What the figures of a council can be narrowed by, and what they are narrowed by now, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import request

from forum.barriers.vocabulary import CATEGORIES, RULE_SOURCES
from forum.core import clock
from forum.councils.models import Council
from forum.councils.standing import Standing
from forum.dashboards.filters import NOWHERE, ReadFilters, read_filters
from forum.dashboards.permissions import may_see_council_only
from forum.dashboards.reading import read_names
from forum.dashboards.scope import Names
from forum.dashboards.shapes import Audience
from forum.dashboards.views.showing import COUNCIL_ONLY, WITH, Addresses
from forum.dashboards.words import day_words

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Options:
    """The lists to choose from: (code, words)."""

    areas: Choices
    categories: Choices
    departments: Choices
    rule_sources: Choices
    names: Names


def options_of(council: Council) -> Options:
    """Read a council's places and departments, and the lists that all share."""
    names = read_names(council)
    return Options(
        areas=((str(NOWHERE), "No area named"), *_by_name(names.areas)),
        categories=_categories(),
        departments=((str(NOWHERE), "No department yet"), *_by_name(names.departments)),
        rule_sources=tuple((one.code, one.label) for one in RULE_SOURCES),
        names=names,
    )


def filters_asked(options: Options) -> ReadFilters:
    """Read the filters out of the address, as far as they fit this council."""
    return read_filters(
        request.args,
        areas={int(code) for code, _ in options.areas},
        departments={int(code) for code, _ in options.departments},
        today=clock.today(),
    )


def audience_of(standing: Standing, council: Council) -> Audience:
    """Count council-only cases for the council's own officers who ask for them, and for nobody else."""
    asked = request.args.get(WITH) == COUNCIL_ONLY
    return Audience.OFFICER if asked and may_see_council_only(standing, council) else Audience.PUBLIC


def list_active(options: Options, addresses: Addresses) -> list[tuple[str, str, str]]:
    """List what the figures are narrowed by: label, words, and the address without it."""
    args = addresses.filters.to_args()
    words: Mapping[str, tuple[str, Choices]] = {
        "area": ("Ward or place", options.areas),
        "category": ("Kind of barrier", options.categories),
        "department": ("Department", options.departments),
        "rule-source": ("Whose rule", options.rule_sources),
    }
    days = {"since": ("From", addresses.filters.since), "until": ("To", addresses.filters.until)}
    active = [
        (label, f"{label.lower()} {day_words(day)}", addresses.dashboard(**{name: None}))
        for name, (label, day) in days.items()
        if day
    ]
    active += [
        (label, dict(choices)[args[name]], addresses.dashboard(**{name: None}))
        for name, (label, choices) in words.items()
        if name in args
    ]
    return [(label, said[:1].upper() + said[1:], url) for label, said, url in active]


def _by_name(names: Mapping[int, str]) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in sorted(names.items(), key=lambda one: one[1])]


@lru_cache(maxsize=1)
def _categories() -> Choices:
    return tuple((one.code, one.label) for one in CATEGORIES)
