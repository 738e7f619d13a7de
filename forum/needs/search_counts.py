"""Counts what is searched for and what is then opened, without knowing by whom.

A search counts when somebody comes to it from a page of ours, and an opened result when the browser says that it comes
from the search page (Referer, which our pages give to nobody else). So links carry no marks, and what has no browser is
seldom counted. Each process adds up in memory and writes now and then: what is lost with it is no loss (ADR 57).
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast
from urllib.parse import SplitResult, parse_qs, urlsplit

from flask import Flask, Response, current_app, request, url_for

from forum.core.db import write_if_free
from forum.core.events import subscribe
from forum.core.text import clean_line
from forum.needs.actions import counting_presses, counting_searches
from forum.needs.models import LONGEST_WORDS
from forum.search.analysis import terms, words
from forum.search.events import SearchAnswered
from forum.search.query_language import cut_query
from forum.threads.kinds import list_kinds

EXTENSION = "clearway_search_counts"
EVERY_SECONDS = 60.0
MOST_KEPT = 200
MOST_SHOWN = 20
SEARCH = "search.search"


@dataclass
class SearchTally:
    """The searches for the same words since they were last written."""

    words: str
    number: int = 0
    total: int = 0
    document_ids: Sequence[str] = ()


@dataclass
class UnwrittenCounts:
    """What one process has counted and not written yet."""

    searches: dict[str, SearchTally] = field(default_factory=dict)
    presses: Counter[tuple[str, str]] = field(default_factory=Counter)
    written_at: float = field(default_factory=time.monotonic)

    def is_due(self) -> bool:
        """Return whether it is time to write."""
        many = len(self.searches) + len(self.presses) >= MOST_KEPT
        return bool(self.searches or self.presses) and (
            many or time.monotonic() - self.written_at >= EVERY_SECONDS
        )

    def write(self) -> None:
        """Add it to what is stored, and forget it; when another process writes just now, it is lost where there is much of it."""
        searches = [
            counting_searches(key, one.words, one.number, one.total, one.document_ids)
            for key, one in self.searches.items()
        ]
        presses = [counting_presses(key, one, number) for (key, one), number in self.presses.items()]
        is_full = len(searches) + len(presses) >= MOST_KEPT
        if write_if_free(*searches, *presses) or is_full:
            self.searches, self.presses = {}, Counter()
        self.written_at = time.monotonic()


def use_search_counts(app: Flask) -> None:
    """Count what pages answer, and write it down once a request is over, when it holds no lock."""
    app.extensions[EXTENSION] = UnwrittenCounts()
    subscribe(SearchAnswered, count_search)

    @app.after_request
    def count(response: Response) -> Response:
        count_press(response)
        return response

    @app.teardown_request
    def write_down(_error: BaseException | None) -> None:
        counts = _counts()
        if counts.is_due():
            counts.write()


def count_search(event: SearchAnswered) -> None:
    """Count a search that somebody comes to from another page of ours; one more filter or page is no new search."""
    key = key_of(event.words)
    came_from = _came_from()
    if not key or came_from is None or key_of(_words_searched(came_from)) == key:
        return
    said = " ".join(words(clean_line(event.words)))[:LONGEST_WORDS]
    tally = _counts().searches.setdefault(key, SearchTally(said))
    tally.number += 1
    tally.total, tally.document_ids = event.total, event.document_ids[:MOST_SHOWN]


def count_press(response: Response) -> None:
    """Count a thread that somebody comes to from the search page."""
    number = (request.view_args or {}).get("number")
    is_thread = any(request.endpoint == kind.endpoint for kind in list_kinds())
    if request.method != "GET" or response.status_code != HTTPStatus.OK or not is_thread or not number:
        return
    came_from = _came_from()
    key = key_of(_words_searched(came_from)) if came_from is not None else ""
    if key:
        _counts().presses[key, f"thread:{number}"] += 1


def key_of(searched: str) -> str:
    """Return what names the terms of a search without saying them, whatever their order; empty where there is none."""
    said = " ".join(sorted(set(terms(clean_line(searched)))))
    secret = str(current_app.config["SECRET_KEY"])
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:16] if said else ""


def _counts() -> UnwrittenCounts:
    return cast("UnwrittenCounts", current_app.extensions[EXTENSION])


def _came_from() -> SplitResult | None:
    """Return the page of ours that somebody comes from; None for those who ask not to be tracked, and for what no one looks at."""
    headers = request.headers
    refuses = headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1"
    is_ahead = "prefetch" in f"{headers.get('Sec-Purpose', '')}{headers.get('Purpose', '')}"
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return None
    is_ours = came_from.netloc == request.host
    return came_from if is_ours and not refuses and not is_ahead else None


def _words_searched(page: SplitResult) -> str:
    """Return the words that a search page was asked for; empty for another page."""
    if page.path != url_for(SEARCH):
        return ""
    try:
        asked = parse_qs(page.query, max_num_fields=50)
    except ValueError:
        return ""
    return cut_query(clean_line(asked.get("q", [""])[0]))[0]
