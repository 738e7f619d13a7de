"""The filters of a council's figures: read from the query string, offered as choices, and named while they hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.barriers.vocabulary import CATEGORIES, CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE, RULE_SOURCES
from forum.core import clock
from forum.core.formatting import day
from forum.councils.identity import Identity, current_identity
from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.figures.scope import (
    NOT_NAMED,
    PARAMETERS,
    FigureFilters,
    Names,
    months_back,
    read_names,
)
from forum.dashboards.output.presenters import COUNCIL_ONLY, GLANCE, WITH, Addresses, with_args
from forum.dashboards.permissions import may_see_council_only
from forum.dashboards.privacy.guard import why_not_public
from forum.dashboards.views.council_lookup import council_or_404
from forum.web.page_cache import keep_for_visitors
from forum.web.urls import current_path

Choices = Sequence[tuple[str, str]]
_APRIL = 4
_EARLIEST = date(2000, 1, 1)
_DAYS = {"since": "The first date", "until": "The last date"}
_CATEGORIES: Choices = tuple((one.code, one.label) for one in CATEGORIES)
_RULE_SOURCES: Choices = tuple((one.code, one.label) for one in RULE_SOURCES)


@dataclass(frozen=True, slots=True)
class Options:
    """The lists to choose from: (code, words)."""

    areas: Choices
    categories: Choices
    departments: Choices
    rule_sources: Choices


@dataclass(frozen=True, slots=True)
class ReadFilters:
    """Filters as they could be understood, a sentence for each value that could not, and the errors of dates by field."""

    filters: FigureFilters
    notices: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


class FigureRequest:
    """What a request asks about a council: whose figures, for whom, narrowed by what."""

    def __init__(self, slug: str, chapter: str = GLANCE) -> None:
        self.council: Council = council_or_404(slug)
        self.identity: Identity = current_identity()
        if self.identity.person is None:
            keep_for_visitors()
        self.names: Names = read_names(self.council)
        read = read_filters(
            request.args,
            areas=self.names.areas,
            departments=self.names.departments,
            today=clock.today(),
        )
        self.filters, self.notices = read.filters, read.notices
        # Council-only cases are counted for the council's own officers who ask for them, and for nobody else.
        is_asked = request.args.get(WITH) == COUNCIL_ONLY
        is_officer = is_asked and may_see_council_only(self.identity, self.council)
        self.audience = Audience.OFFICER if is_officer else Audience.PUBLIC
        self.addresses = Addresses(self.council, self.filters, self.audience, chapter)
        self.errors = dict(read.errors) or self._refused_span()

    def _refused_span(self) -> dict[str, str]:
        """Say beside which field why there are no figures for these days."""
        today = clock.today()
        period = self.filters.period(today)
        reason = why_not_public(period, today) if self.audience is Audience.PUBLIC else ""
        return {"since" if period.since.day != 1 else "until": reason} if reason else {}

    @cached_property
    def options(self) -> Options:
        """What the figures can be narrowed by."""
        return Options(
            areas=self._choices("area", self.names.areas),
            categories=_CATEGORIES,
            departments=self._choices("department", self.names.departments),
            rule_sources=_RULE_SOURCES,
        )

    def _choices(self, attribute: str, names: Mapping[int, str]) -> Choices:
        named = sorted(names.items(), key=lambda one: one[1])
        none = self.names.label(attribute, NOT_NAMED)
        return [(str(NOT_NAMED), none), *((str(number), name) for number, name in named)]

    def spans(self) -> list[tuple[str, str]]:
        """List the common periods with their addresses, what else the figures are narrowed by kept."""
        kept = {name: value for name, value in self.addresses.kept.items() if name not in _DAYS}
        kept |= {name: value for name, value in request.args.items() if name == "figure"}
        found = []
        for label, since, until in common_spans(clock.today()):
            days = {name: str(when) for name, when in (("since", since), ("until", until)) if when}
            found.append((label, with_args(current_path(), kept | days)))
        return found

    def active(self) -> list[tuple[str, str, str]]:
        """List what the figures are narrowed by: label, words, and the address without it."""
        choices = {
            "area": ("Ward or place", self.options.areas),
            "category": ("Kind of barrier", _CATEGORIES),
            "department": ("Department", self.options.departments),
            "rule-source": ("Whose rule", _RULE_SOURCES),
        }
        args = self.filters.to_args()
        words = {
            name: (label, f"{label} {day(when)}")
            for name, label, when in (
                ("since", "From", self.filters.since),
                ("until", "To", self.filters.until),
            )
            if when
        }
        words |= {
            name: (label, dict(codes)[args[name]]) for name, (label, codes) in choices.items() if name in args
        }
        return [
            (label, said[:1].upper() + said[1:], self.addresses.dashboard(**{name: None}))
            for name, (label, said) in words.items()
        ]

    def refused(self) -> ResponseReturnValue:
        """Say beside the fields why there are no figures for these dates; what was typed stays."""
        page = render_template(
            "dashboards/choose_dates.html",
            council=self.council,
            options=self.options,
            args=request.args,
            spans=self.spans(),
            errors=self.errors,
        )
        return page, HTTPStatus.BAD_REQUEST


def read_filters(
    args: Mapping[str, str], *, areas: Collection[int], departments: Collection[int], today: date
) -> ReadFilters:
    """Read filters from a query string; `areas` and `departments` are those of the council."""
    notices: list[str] = []
    errors: dict[str, str] = {}
    text = {name: args.get(parameter, "") for name, parameter in PARAMETERS.items()}
    found: dict[str, Any] = {
        "since": _read_day(text["since"], "since", today, errors),
        "until": _read_day(text["until"], "until", today, errors),
        "area": _read_number(text["area"], areas, "area here", notices),
        "category": _read_code(text["category"], CATEGORY_BY_CODE, "kind of barrier", notices),
        "department": _read_number(text["department"], departments, "department here", notices),
        "rule_source": _read_code(text["rule_source"], RULE_SOURCE_BY_CODE, "source of rule", notices),
    }
    filters = FigureFilters(**found)
    period = filters.period(today)
    if not errors and period.since > period.until:
        errors["until"] = "The last date must be the same as or after the first date."
    if errors:
        filters = replace(filters, since=None, until=None)
    return ReadFilters(filters, tuple(notices), errors)


def _read_day(text: str, name: str, today: date, errors: dict[str, str]) -> date | None:
    if not text.strip():
        return None
    try:
        when = date.fromisoformat(text.strip())
    except ValueError:
        errors[name] = f"{_DAYS[name]} must be a real date, written like 2026-04-01."
        return None
    if when < _EARLIEST or when > today:
        errors[name] = f"{_DAYS[name]} must be between 1 January 2000 and today, {day(today)}."
        return None
    return when


def _read_number(text: str, known: Collection[int], what: str, notices: list[str]) -> int | None:
    plain = text.lstrip("0") or text[:1]  # 007 is 7
    code = _read_code(plain, {str(NOT_NAMED), *map(str, known)}, what, notices)
    return None if code is None else int(code)


def _read_code(text: str, known: Collection[str], what: str, notices: list[str]) -> str | None:
    if not text.strip():
        return None
    if text in known:
        return text
    notices.append(f"We do not know this {what}, so we left it out.")
    return None


def common_spans(today: date) -> list[tuple[str, date | None, date | None]]:
    """List the periods that committees ask for: words, first day, last day; None for no first day and for today."""
    financial = date(today.year - (today.month < _APRIL), _APRIL, 1)
    quarter = months_back(today, (today.month - 1) % 3 + 1)
    year, one_day = date(today.year, 1, 1), timedelta(days=1)
    return [
        ("The last 12 months", None, None),
        ("This financial year so far", financial, None),
        (
            f"April {financial.year - 1} to March {financial.year}",
            date(financial.year - 1, _APRIL, 1),
            financial - one_day,
        ),
        ("This year so far", year, None),
        (str(today.year - 1), date(today.year - 1, 1, 1), year - one_day),
        ("This quarter so far", quarter, None),
        ("Last quarter", months_back(quarter - one_day, 3), quarter - one_day),
    ]
