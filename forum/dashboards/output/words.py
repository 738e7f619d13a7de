"""How figures are said: numbers, comparisons with the period before, dates and spans. Pure."""

from __future__ import annotations

from datetime import date

from forum.dashboards.figures.schema import Curve, Definition, Figure, Period

HIDDEN = "withheld"
NOTHING = "–"
A_HUNDRED = 100


def number_words(value: float | str | None) -> str:
    """Write a number as people read it: 1,234; 6.5; a dash for none; words as they are."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    rounded = round(value, 1) if abs(value) < A_HUNDRED else round(value)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"


def day_words(day: date, *, short: bool = False) -> str:
    """Write a date, as in 3 May 2026; short for narrow places, as in May 2026."""
    return f"{day:%b %Y}" if short else f"{day.day} {day:%B %Y}"


def period_words(period: Period) -> str:
    """Write a span of days."""
    return f"{day_words(period.since)} to {day_words(period.until)}"


def unit_words(definition: Definition) -> str:
    """Give the unit to stand behind a number; none where the label says it."""
    return definition.unit.partition(",")[0] if "days" in definition.unit else ""


def compared(figure: Figure) -> str:
    """Say how a figure stands to the one of the period before; without judging, as more can be good news."""
    now, was = figure.value, figure.previous
    if figure.is_suppressed or now is None:
        return ""
    if was is None:
        return "Nothing to compare with in the period before."
    if now == was:
        return f"The same as in the period before ({number_words(was)})."
    more, less = ("longer", "shorter") if unit_words(figure.definition) else ("more", "fewer")
    by = number_words(abs(now - was))
    unit = f" {unit_words(figure.definition)}" if unit_words(figure.definition) else ""
    return f"{by}{unit} {more if now > was else less} than in the period before ({number_words(was)})."


def curve_words(curve: Curve) -> str:
    """Say the percentiles of the time to removal in a sentence, the unfinished ones counted."""
    if curve.is_suppressed:
        return "Too few groups reported this, so it is withheld."
    if not curve.number_of_cases:
        return "Nothing was reported in these dates."
    told = f"Of {curve.number_of_cases:,} barriers reported in these dates, {curve.number_removed or 0:,} are gone."
    if curve.quarter is None:
        return f"{told} Fewer than a quarter are gone so far, so no middle time can be given yet."
    quarter = f"A quarter were gone within {curve.quarter:,} days"
    if curve.median is None:
        return f"{told} {quarter}. Fewer than half are gone so far."
    return f"{told} {quarter}, half within {curve.median:,} days."
