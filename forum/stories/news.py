"""What a mail to those who follow a story says of what happened to it."""

from __future__ import annotations

from forum.core import clock
from forum.core.db import db
from forum.stories.models import Outcome
from forum.stories.presenters import checked_words
from forum.stories.vocabulary import Checker
from forum.threads.news import News, Topics


def result_news(number: int) -> News | None:
    """Say what is new about a result: added, or checked by somebody."""
    outcome = db.session.get(Outcome, number)
    if outcome is None:
        return None
    checked = "" if outcome.checked_as == Checker.NOBODY else checked_words(outcome)
    key = f"outcome:{outcome.story_id}:{clock.today():%Y-%m-%d}"  # one mail a day, however many results
    words = {"indicator": outcome.indicator, "checked": checked}
    return News("stories-outcome", key, outcome.checked_by_id or outcome.story.author_id, words)


TOPICS: Topics = {"outcome": result_news}
