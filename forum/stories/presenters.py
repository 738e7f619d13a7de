"""How the facts of a story are put into words for its page, and what could still be added to it: a hint, never a demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from forum.core.formatting import count, day, pounds
from forum.councils.identity import VISITOR
from forum.stories.models import Outcome, Story, StoryImport
from forum.stories.vocabulary import CHECKER_LABELS, STAGE_LABELS, Checker, Stage
from forum.threads.visibility import known_area

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeShown:
    """One measured result in words, with the bars of its chart, and what this reader may do about it."""

    row: Outcome
    before: str
    after: str
    change: str
    bars: Sequence[tuple[str, Decimal | None]]
    unit: str
    cost: str
    method: str
    checked: str
    may_check: bool
    may_uncheck: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierLine:
    """A barrier that was met, and how."""

    title: str
    url: str
    state: str
    state_label: str
    council: str
    how: str


def facts(story: Story) -> list[Row]:
    """List place, stage and time, as far as they were told."""
    place = ", ".join(one.name for one in (known_area(VISITOR, story), story.council) if one)
    rows = [
        ("Where", place),
        ("How far it is", STAGE_LABELS[Stage(story.stage)] if story.stage else ""),
        ("When", _time(story.started_on, story.ended_on)),
    ]
    return [row for row in rows if row[1]]


def figures(story: Story) -> list[tuple[str, str]]:
    """List what it took, as numbers with what they count."""
    rows = [
        (story.people, f"{story.people:,}" if story.people is not None else "", "people took part"),
        (
            story.volunteer_hours,
            f"{story.volunteer_hours:,}" if story.volunteer_hours is not None else "",
            "hours given by volunteers",
        ),
        (story.cash_pounds, pounds(story.cash_pounds or 0), "spent"),
    ]
    return [(written, label) for number, written, label in rows if number is not None]


def checked_words(outcome: Outcome) -> str:
    """Return who has looked at a result."""
    if outcome.checked_as == Checker.NOBODY or outcome.checked_at is None:
        return CHECKER_LABELS[Checker.NOBODY]
    name = outcome.checked_by.name if outcome.checked_by else "someone who has left"
    speaks_for = f", {outcome.checked_for}" if outcome.checked_for else ""
    return f"{CHECKER_LABELS[Checker(outcome.checked_as)]}: {name}{speaks_for}, on {day(outcome.checked_at)}"


def grant_rows(story: Story) -> list[Row]:
    """List what the published grant says of an imported stub."""
    grant = story.grant
    if grant is None:
        return []
    rows = [
        ("Funder", grant.funder),
        ("Given to", grant.recipient),
        ("Amount", _amount(grant, is_shared=len(story.recipients) > 1)),
        ("Awarded", day(grant.awarded_on) if grant.awarded_on else ""),
        ("Published as", grant.grant_id),
        ("Source", grant.source),
        ("Licence", grant.licence),
    ]
    return [row for row in rows if row[1]]


def _amount(grant: StoryImport, *, is_shared: bool) -> str:
    """Write an amount; of one that several groups shared nobody said how much each got."""
    if grant.amount_pounds is None:
        return ""
    written = f"£{grant.amount_pounds:,.2f}"
    return (
        f"{written} shared by the groups; the grant data do not say how much each received"
        if is_shared
        else written
    )


def days_between(start: date, end: date) -> str:
    """Return how long it took, as in 3 months."""
    days = (end - start).days + 1
    months = round(days / 30.4)
    return count(months, "month") if months else count(days, "day")


def _time(started_on: date | None, ended_on: date | None) -> str:
    if started_on and ended_on:
        return f"{day(started_on)} to {day(ended_on)} ({days_between(started_on, ended_on)})"
    if started_on:
        return f"Since {day(started_on)}"
    return f"Until {day(ended_on)}" if ended_on else ""


MOST_HINTS = 3


def missing_parts(story: Story) -> list[tuple[str, str]]:
    """List a few parts that help a peer most and are not there yet, each with the endpoint of its page."""
    told = story.cash_pounds is not None or story.volunteer_hours is not None
    parts = [
        (not story.outcomes, "a result in numbers", "story_outcomes.add"),
        (not told, "cost and time: money, hours, people", "story_change.effort"),
        (not story.barriers_met, "what stood in the way", "story_adding.barriers"),
        (not story.lessons, "what you learned", "story_adding.lessons"),
        (story.council_id is not None and story.area_id is None, "the ward or place", "story_place.place"),
        (not story.set_out, "what you set out to do", "story_change.words"),
    ]
    return [(words, endpoint) for is_missing, words, endpoint in parts if is_missing][:MOST_HINTS]
