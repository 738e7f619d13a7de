"""What can happen to a story that those who follow it are told."""

from __future__ import annotations

from forum.core import clock
from forum.core.db import db
from forum.stories.models import Outcome
from forum.stories.presenters import checked_words
from forum.stories.vocabulary import Checker
from forum.threads.news import News, Topic, Topics


def result_news(number: int) -> News | None:
    """Say what is new about a result: added, or checked by somebody."""
    outcome = db.session.get(Outcome, number)
    if outcome is None:
        return None
    checked = "" if outcome.checked_as == Checker.NOBODY else checked_words(outcome)
    key = f"outcome:{outcome.story_id}:{clock.today():%Y-%m-%d}"  # one mail a day, however many results
    words = {"indicator": outcome.indicator, "checked": checked}
    by, said = outcome.checked_by_id or outcome.story.author_id, f"Result: {outcome.indicator}."
    return News("stories-outcome", key, by, words, summary=f"{said} {checked}." if checked else said)


TOPICS: Topics = {
    "outcome": Topic(
        sentence=lambda _: "A result was added or checked.",
        read=result_news,
    )
}
