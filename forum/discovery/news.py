"""What is told to whoever saved a search: how much of what came fits it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from forum.core.db import db
from forum.core.formatting import count
from forum.core.urls import with_host
from forum.discovery.models import SavedSearch
from forum.threads.news import News, Topic, Topics

FOUND = "search"


@dataclass(frozen=True, slots=True)
class FoundParams:
    """Of a search: how many new results there were."""

    number: int


def _sentence(given: FoundParams) -> str:
    return f"{count(given.number, 'new result')}."


def _found(number: int) -> News | None:
    saved = db.session.get(SavedSearch, number)
    if saved is None:
        return None
    address = with_host(f"{url_for('search.search')}?{saved.asks}&order=newest")
    words = {"search": saved.name, "address": address}
    return News("discovery-search", f"search:{number}", None, words)


TOPICS: Topics = {FOUND: Topic(sentence=_sentence, params=FoundParams, read=_found)}
