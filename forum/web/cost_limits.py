"""How much of the machine's time costly pages may take for one person, or one address of visitors, in a minute.

What a page took is measured, not how often one asks: a hundred ordinary searches are fine, a few hundred of the dearest are
not. Each process adds up what it spent on whom and writes it down in steps, so that all processes agree and an
ordinary search writes nothing. Pages from the page cache never come here (ADR 51).
"""

from __future__ import annotations

import functools
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g
from werkzeug.exceptions import TooManyRequests

from forum.core import clock
from forum.core.db import write_if_free
from forum.core.formatting import count
from forum.core.rate_limits import counting, end_of_window, used
from forum.core.settings import settings
from forum.web.rate_limits import PERSON, who

P = ParamSpec("P")
R = TypeVar("R")
WINDOW = timedelta(minutes=1)
STEP_MS = 250
"""From how much on a process writes down what it spent on somebody."""
MOST_KNOWN = 5_000
EXTENSION = "clearway_spendings"


class SpentError(TooManyRequests):
    """Say that somebody's share of this minute is used up, and how long to wait."""

    def __init__(self, key: str, wait: timedelta) -> None:
        seconds = max(1, round(wait.total_seconds()))
        them = "You have" if key.startswith(PERSON) else "You, or others on your network, have"
        words = (
            f"{them} asked for a lot in one minute. Please wait {count(seconds, 'second')}, then ask again."
        )
        super().__init__(words, retry_after=seconds)


@dataclass(slots=True)
class Spending:
    """What was spent on somebody in one window, in milliseconds: by all processes as last read, and here since."""

    key: str
    ends_at: datetime
    written: int = 0
    ours: float = 0.0

    def write(self) -> None:
        """Add it up with what the other processes spent; keep it for the next time where another writes just now."""
        if self.ours >= STEP_MS and write_if_free(
            counting(f"cost:{self.key}", self.ends_at, round(self.ours))
        ):
            self.ours = 0.0
            self.written = used(f"cost:{self.key}", self.ends_at)


def costly(view: Callable[P, R]) -> Callable[P, R]:
    """Charge what this view takes to whom it serves. Raises SpentError when their share of the minute is used up."""

    @functools.wraps(view)
    def charged(*args: P.args, **kwargs: P.kwargs) -> R:
        if not settings().rate_limits:
            return view(*args, **kwargs)
        spending = g.spending = _spending_on(who())
        share = settings().person_share if spending.key.startswith(PERSON) else settings().visitor_share
        if spending.written + spending.ours >= 1000 * share.total_seconds():
            raise SpentError(spending.key, spending.ends_at - clock.now())
        began = _seconds()
        try:
            return view(*args, **kwargs)
        finally:
            spending.ours += 1000 * (_seconds() - began)

    return charged


def use_cost_limits(app: Flask) -> None:
    """Write down what was spent once the request is over, when it holds no lock. Call it before use_transactions: what is said last is done first."""
    app.extensions[EXTENSION] = OrderedDict()

    @app.teardown_request
    def write_down(_error: BaseException | None) -> None:
        if "spending" in g:
            g.pop("spending").write()


def _spending_on(key: str) -> Spending:
    """Return what was spent on somebody in this window; those not served for longest are forgotten."""
    known: OrderedDict[str, Spending] = current_app.extensions[EXTENSION]
    found = known.get(key)
    if found is None or found.ends_at <= clock.now():
        found = known[key] = Spending(key, end_of_window(WINDOW))
    known.move_to_end(key)
    if len(known) > MOST_KNOWN:
        known.popitem(last=False)
    return found


def _seconds() -> float:
    """Return a clock of this thread's processor time; of time itself where PostgreSQL does the work in processes of its own."""
    return time.monotonic() if settings().is_postgresql else time.thread_time()
