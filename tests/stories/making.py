"""Makes stories for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.models import Council
from forum.groups.models import Group
from forum.stories.actions.outcomes import Measured, add_outcome
from forum.stories.models import Outcome, Story
from forum.stories.vocabulary import Method
from tests.support.factories import make_person, saved


def make_story(
    title: str = "A lunch club without a kitchen",
    *,
    author: Person | None = None,
    group: Group | None = None,
    council: Council | None = None,
    **given: Any,
) -> Story:
    """A published story."""
    author, now = author or make_person(), clock.now()
    body = given.pop("body", "We cooked at home and carried it over.")
    given.setdefault("told_at", now)
    given.setdefault("summary", "Hot meals for neighbours, cooked in five kitchens.")
    given.setdefault("happened", "Forty people came.")
    return saved(
        Story(
            title=title,
            slug=slug(title),
            body=body,
            body_html=render(body),
            happened_html=render(given["happened"]),
            html_version=PIPELINE_VERSION,
            author_id=author.id,
            group_id=group and group.id,
            council_id=council and council.id,
            created_at=given.pop("created_at", now),
            last_activity_at=now,
            **given,
        )
    )


def measured(**given: Any) -> Measured:
    """A result with a baseline."""
    usual = {
        "indicator": "People who eat with others once a week",
        "unit": "people",
        "baseline": Decimal(10),
        "baseline_on": date(2025, 1, 6),
        "result": Decimal(40),
        "result_on": date(2026, 1, 5),
        "method": Method.COUNT,
    }
    return Measured(**(usual | given))


def make_outcome(story: Story, **given: Any) -> Outcome:
    """A result of a story."""
    outcome = add_outcome(story=story, measured=measured(**given), person=story.author)
    commit()
    return outcome
