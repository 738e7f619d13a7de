"""What a measured result says: the change, and what a unit of it cost. Pure.

A change is worked out only where there is something to compare with: a baseline, and a method by which both were
found. Anything else would look like a measurement and be none. What one unit cost is the cash spent over the change,
told or left out, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from forum.stories.models import Outcome
from forum.stories.vocabulary import UNIT_LABELS

MOST_PER_CENT = 10_000  # beyond it a percentage says nothing that the numbers do not say better
ONE_OF = {
    "people": "person",
    "percent": "percentage point",
    "hours": "hour",
    "days": "day",
    "events": "event or session",
    "groups": "group",
    "kilograms": "kilogram",
    "points": "point",
}
PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Change:
    """From baseline to result: `by` in the unit of the outcome, `per_cent` of the baseline where that means something."""

    by: Decimal
    per_cent: int | None


def change_of(outcome: Outcome) -> Change | None:
    """Work out the change; None where baseline, its date or the method was not told."""
    if outcome.baseline is None or outcome.baseline_on is None or outcome.method is None:
        return None
    by = outcome.result - outcome.baseline
    if outcome.unit == "percent" or outcome.baseline <= 0:
        return Change(by, None)
    share = (100 * by / outcome.baseline).quantize(Decimal(1), ROUND_HALF_UP)
    return Change(by, int(share) if abs(share) <= MOST_PER_CENT else None)


def cost_per_unit(outcome: Outcome, cash_pounds: int | None) -> Decimal | None:
    """Divide the cash spent by the size of the change, in pounds; None where either is missing or nothing changed."""
    change = change_of(outcome)
    if cash_pounds is None or change is None or change.by == 0 or outcome.unit == "pounds":
        return None
    return (Decimal(cash_pounds) / abs(change.by)).quantize(PENNY, ROUND_HALF_UP)


def unit_of(outcome: Outcome) -> str:
    """Give the words for the unit."""
    if outcome.unit == "other":
        return outcome.unit_name
    return "pounds" if outcome.unit == "pounds" else UNIT_LABELS[outcome.unit]


def one_of(outcome: Outcome) -> str:
    """Name one of what changed, as in "for each person"."""
    return ONE_OF.get(outcome.unit, f"of these {unit_of(outcome)}")


def amount(value: Decimal, outcome: Outcome) -> str:
    """Write an amount with its unit as people read it, as in £1,250, 12.5 % or 40 people."""
    digits = f"{abs(value):,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{abs(value):,.0f}"
    sign = "−" if value < 0 else ""
    if outcome.unit == "pounds":
        return f"{sign}£{digits if not value % 1 else f'{abs(value):,.2f}'}"
    if outcome.unit == "percent":
        return f"{sign}{digits} %"
    return f"{sign}{digits} {unit_of(outcome)}"


def change_in_words(outcome: Outcome) -> str:
    """Say the change as people would: "up by 12 people (40 %)"; empty where it cannot be worked out."""
    change = change_of(outcome)
    if change is None:
        return ""
    if change.by == 0:
        return "No change"
    size = amount(abs(change.by), outcome)
    if outcome.unit == "percent":
        size = size.removesuffix(" %") + " percentage points"
    share = f" ({abs(change.per_cent)} %)" if change.per_cent else ""
    return f"{'Up' if change.by > 0 else 'Down'} by {size}{share}"
