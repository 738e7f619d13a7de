"""What a dashboard is narrowed by: read from the address, written back into it; a bad value is left out and said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.dashboards.figures.schema import Period

NOWHERE = 0
"""The number that stands for "no area named" and "no department yet"."""
_APRIL = 4
_EARLIEST = date(2000, 1, 1)
_DAYS = {"since": "The first date", "until": "The last date"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """None means everything; for area and department, 0 means those that have none."""

    since: date | None = None
    until: date | None = None
    area: int | None = None
    category: str | None = None
    department: int | None = None
    rule_source: str | None = None

    def to_args(self) -> dict[str, str]:
        """Write the filters as the arguments of an address, the same filters always in the same way."""
        given = {
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "area": None if self.area is None else str(self.area),
            "category": self.category,
            "department": None if self.department is None else str(self.department),
            "rule-source": self.rule_source,
        }
        return {name: value for name, value in given.items() if value}

    def narrowed(self, **more: Any) -> Filters:  # noqa: ANN401  # the fields above
        """Give the same filters with some of them set."""
        return replace(self, **more)

    @property
    def attributes(self) -> dict[str, int | str]:
        """What is set besides the dates, by name."""
        names = ("area", "category", "department", "rule_source")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}

    def period(self, today: date) -> Period:
        """Give the days meant: where none are said, the 12 months that end today."""
        until = self.until or today
        return Period(self.since or months_back(until, 12), until)


@dataclass(frozen=True, slots=True)
class ReadFilters:
    """Filters as they could be understood, a sentence for each value that could not, and the errors of dates by field."""

    filters: Filters
    notices: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def refusals(self) -> list[str]:
        """Everything that could not be understood: whoever cannot say so beside the figures gives none."""
        return [*self.errors.values(), *self.notices]


def read_filters(
    args: Mapping[str, str], *, areas: Collection[int], departments: Collection[int], today: date
) -> ReadFilters:
    """Read filters from the arguments of an address; `areas` and `departments` are those of the council."""
    notices: list[str] = []
    errors: dict[str, str] = {}
    found: dict[str, Any] = {
        "since": _day(args, "since", today, errors),
        "until": _day(args, "until", today, errors),
        "area": _number(args.get("area", ""), areas, "area", notices),
        "category": _code(args.get("category", ""), CATEGORY_BY_CODE, "kind of barrier", notices),
        "department": _number(args.get("department", ""), departments, "department", notices),
        "rule_source": _code(args.get("rule-source", ""), RULE_SOURCE_BY_CODE, "source of rule", notices),
    }
    filters = Filters(**found)
    period = filters.period(today)
    if not errors and period.since > period.until:
        errors["until"] = "The last date must be the same as or after the first date."
    if errors:
        filters = replace(filters, since=None, until=None)
    return ReadFilters(filters, tuple(notices), errors)


def common_spans(today: date) -> list[tuple[str, date | None, date | None]]:
    """List the periods that committees ask for: words, first day, last day; None for no first day and for today."""
    financial = date(today.year - (today.month < _APRIL), _APRIL, 1)
    quarter = months_back(today, (today.month - 1) % 3 + 1)
    year, day = date(today.year, 1, 1), timedelta(days=1)
    return [
        ("The last 12 months", None, None),
        ("This financial year so far", financial, None),
        (
            f"April {financial.year - 1} to March {financial.year}",
            date(financial.year - 1, _APRIL, 1),
            financial - day,
        ),
        ("This year so far", year, None),
        (str(today.year - 1), date(today.year - 1, 1, 1), year - day),
        ("This quarter so far", quarter, None),
        ("Last quarter", months_back(quarter - day, 3), quarter - day),
    ]


def months_back(day: date, months: int) -> date:
    """Give the first day of the span of so many whole months that ends with this day's month."""
    years, month = divmod(day.year * 12 + day.month - months, 12)
    return date(years, month + 1, 1)


def before(period: Period) -> Period:
    """Give the period to compare with: whole months with the months before, other spans with as many days before."""
    months = (period.until.year - period.since.year) * 12 + period.until.month - period.since.month + 1
    last = period.since - timedelta(days=1)
    if period.since.day == 1:
        return Period(months_back(last, months), last)
    return Period(last - (period.until - period.since), last)


def _day(args: Mapping[str, str], name: str, today: date, errors: dict[str, str]) -> date | None:
    text, what = args.get(name, "").strip(), _DAYS[name]
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        errors[name] = f"{what} must be a real date, written like 2026-04-01."
        return None
    if day < _EARLIEST or day > today:
        errors[name] = f"{what} must be between 1 January 2000 and today, {today.day} {today:%B %Y}."
        return None
    return day


def _number(text: str, known: Collection[int], what: str, notices: list[str]) -> int | None:
    if not text.strip():
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else -1  # noqa: PLR2004  # fits in 64 bits
    if number == NOWHERE or number in known:
        return number
    notices.append(f"We do not know this {what} here, so we left it out.")
    return None


def _code(text: str, known: Collection[str], what: str, notices: list[str]) -> str | None:
    if not text.strip():
        return None
    if text in known:
        return text
    notices.append(f"We do not know this {what}, so we left it out.")
    return None
