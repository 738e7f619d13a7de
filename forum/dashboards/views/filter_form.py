"""What the figures of a council can be narrowed by, and what they are narrowed by now, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.barriers.vocabulary import CATEGORIES, RULE_SOURCES
from forum.core import clock
from forum.councils.identity import Identity
from forum.councils.models import Council
from forum.dashboards.figures.filters import NOWHERE, ReadFilters, common_spans, read_filters
from forum.dashboards.figures.schema import Audience
from forum.dashboards.figures.scope import Names
from forum.dashboards.figures.service import read_names
from forum.dashboards.output.presenters import COUNCIL_ONLY, WITH, Addresses
from forum.dashboards.output.words import day_words
from forum.dashboards.permissions import may_see_council_only
from forum.dashboards.privacy.spans import why_not_public
from forum.web.urls import current_path

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


def date_errors(asked: ReadFilters, audience: Audience) -> dict[str, str]:
    """Say for each field of dates why there are no figures for what it holds."""
    if asked.errors:
        return dict(asked.errors)
    today, filters = clock.today(), asked.filters
    period = filters.period(today)
    reason = why_not_public(period, today) if audience is Audience.PUBLIC else ""
    field = "since" if period.since.day != 1 else "until"
    return {field: reason} if reason else {}


def audience_of(identity: Identity, council: Council) -> Audience:
    """Count council-only cases for the council's own officers who ask for them, and for nobody else."""
    asked = request.args.get(WITH) == COUNCIL_ONLY
    return Audience.OFFICER if asked and may_see_council_only(identity, council) else Audience.PUBLIC


def list_spans(addresses: Addresses, path: str) -> list[tuple[str, str]]:
    """Give the common periods with their addresses, what else the figures are narrowed by kept."""
    kept = {name: value for name, value in addresses.kept.items() if name not in {"since", "until"}}
    kept |= {name: value for name, value in request.args.items() if name == "figure"}
    found = []
    for label, since, until in common_spans(clock.today()):
        days = {"since": since, "until": until}
        args = kept | {name: day.isoformat() for name, day in days.items() if day}
        found.append((label, f"{path}?{urlencode(args)}" if args else path))
    return found


def refuse_dates(
    council: Council, options: Options, addresses: Addresses, errors: Mapping[str, str]
) -> ResponseReturnValue:
    """Say beside the fields why there are no figures for these dates; what was typed stays."""
    page = render_template(
        "dashboards/choose_dates.html",
        council=council,
        options=options,
        args=request.args,
        spans=list_spans(addresses, current_path()),
        errors=errors,
    )
    return page, HTTPStatus.BAD_REQUEST


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
