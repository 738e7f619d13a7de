"""Measured results: adding, changing, removing, checking them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.stories.actions.publish import touch
from forum.stories.events import OutcomeAdded, OutcomeChecked
from forum.stories.models import Outcome, OutcomeCheck, Story
from forum.stories.vocabulary import Checker, Method
from forum.threads.actions.attachments import forget_file
from forum.threads.attachments import StoredFile

MOST_OUTCOMES = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """One result as it was told; amounts in the one unit that baseline and result share."""

    indicator: str
    unit: str
    unit_name: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    result: Decimal
    result_on: date
    method: Method | None = None
    evidence_link: str = ""


class TooManyOutcomesError(ValueError):
    """A story has as many results as a reader can take in."""


def add_outcome(
    *, story: Story, measured: Measured, person: Person, file: StoredFile | None = None
) -> Outcome:
    """Add a result. Raises TooManyOutcomesError."""
    if story.number_of_outcomes >= MOST_OUTCOMES:
        raise TooManyOutcomesError(f"A story holds {MOST_OUTCOMES} results. Remove one to add another.")
    outcome = Outcome(story=story, created_at=clock.now(), evidence_file=file)
    _fill(outcome, measured)
    db.session.add(outcome)
    _recount(story)
    send(OutcomeAdded(outcome, person))
    return outcome


def change_outcome(
    *, outcome: Outcome, measured: Measured, person: Person, file: StoredFile | None = None
) -> None:
    """Correct a result. A check of what it said before does not stand for what it says now."""
    before = _told(outcome)
    _fill(outcome, measured)
    replaced = outcome.evidence_file if file is not None else None
    if file is not None:
        outcome.evidence_file = file
    if outcome.checked_as != Checker.NOBODY and (before != _told(outcome) or file is not None):
        _unchecked(outcome, person)
    _recount(outcome.story)
    if replaced is not None:
        forget_file(file=replaced)


def remove_outcome(*, outcome: Outcome) -> None:
    """Take a result away."""
    story, file = outcome.story, outcome.evidence_file
    story.outcomes.remove(outcome)
    _recount(story)
    if file is not None:
        forget_file(file=file)


def check_outcome(*, outcome: Outcome, person: Person, checks_as: Checker, speaks_for: str) -> None:
    """Say, with one's name, that one has looked at a result and its evidence; a second check takes its place."""
    outcome.checked_as, outcome.checked_by, outcome.checked_at = checks_as, person, clock.now()
    outcome.checked_for = speaks_for
    _note(outcome, person, checks_as)
    _recount(outcome.story)
    send(OutcomeChecked(outcome, person))


def uncheck_outcome(*, outcome: Outcome, person: Person) -> None:
    """Take a check back."""
    _unchecked(outcome, person)
    _recount(outcome.story)


def _unchecked(outcome: Outcome, person: Person) -> None:
    outcome.checked_as, outcome.checked_by, outcome.checked_at = Checker.NOBODY, None, None
    outcome.checked_for = ""
    _note(outcome, person, Checker.NOBODY)


def _note(outcome: Outcome, person: Person, checks_as: Checker) -> None:
    db.session.flush()
    db.session.add(
        OutcomeCheck(outcome_id=outcome.id, person_id=person.id, checked_as=checks_as, created_at=clock.now())
    )


def _recount(story: Story) -> None:
    db.session.flush()
    checked = func.count(Outcome.id).filter(Outcome.checked_as != Checker.NOBODY)
    counted = select(func.count(Outcome.id), checked).where(Outcome.story_id == story.id)
    story.number_of_outcomes, story.number_checked = db.session.execute(counted).tuples().one()
    touch(story)


def _fill(outcome: Outcome, measured: Measured) -> None:
    outcome.indicator, outcome.unit, outcome.unit_name = measured.indicator, measured.unit, measured.unit_name
    outcome.baseline, outcome.baseline_on = measured.baseline, measured.baseline_on
    outcome.result, outcome.result_on = measured.result, measured.result_on
    outcome.method, outcome.evidence_link = measured.method, measured.evidence_link


def _told(outcome: Outcome) -> tuple[object, ...]:
    return (
        outcome.indicator,
        outcome.unit,
        outcome.unit_name,
        outcome.baseline,
        outcome.baseline_on,
        outcome.result,
        outcome.result_on,
        outcome.method,
        outcome.evidence_link,
    )
