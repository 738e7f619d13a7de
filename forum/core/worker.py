"""The one worker: drains the outbox, does the timed work, and shows that it is alive."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from types import FrameType
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy.exc import OperationalError

from forum.core import clock, outbox
from forum.core.db import db, fair_turns, transaction
from forum.core.outbox import FinalError, HeldError, LaterError, OutboxRow, UnreachableError

Settle = Callable[[list[OutboxRow]], None]
"""What a handler leaves to be written in the transaction that marks its rows as done."""
Handler = Callable[[list[OutboxRow]], Settle | None]
BATCH = 200
PAUSE_SECONDS = 0.1
TRIES_TO_SETTLE = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
"""How long a kind of work rests after whoever does it could not be reached; each time twice as long."""
BEAT_EVERY_SECONDS = 15

Why = TypeVar("Why")
log = logging.getLogger(__name__)


def for_each_payload(work: Callable[[dict[str, Any]], None]) -> Handler:
    """Return a handler that does this work with what each row carries."""

    def handle(rows: list[OutboxRow]) -> None:
        for row in rows:
            work(row.payload)

    return handle


def do_beside(app: Flask, job: Callable[[], object]) -> threading.Thread:
    """Do long work in a thread of the worker, so that mails and new posts need not wait. A kill ends it: it must bear that."""

    def work() -> None:
        with app.app_context(), fair_turns():
            try:
                job()
            except Exception:
                log.exception("%s failed; it is tried again at the next start", job)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


class Pauses:
    """Which kinds of work rest, because whoever does them cannot be reached, and until when."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[datetime, timedelta]] = {}

    def pause(self, kind: str) -> None:
        """Let a kind rest, for twice as long as the last time."""
        _, before = self._until.get(kind, (None, FIRST_PAUSE / 2))
        length = min(before * 2, LONGEST_PAUSE)
        self._until[kind] = (clock.now() + length, length)

    def end(self, kind: str) -> None:
        """Know that a kind of work goes on."""
        self._until.pop(kind, None)

    def without(self, kinds: Iterable[str]) -> list[str]:
        """List those of these kinds that do not rest."""
        if not self._until:
            return list(kinds)
        return [kind for kind in kinds if not self._rests(kind)]

    def _rests(self, kind: str) -> bool:
        """Return whether its pause still lasts; one that lasts longer than it was made was begun while the clock was ahead."""
        until, length = self._until.get(kind, (clock.now(), FIRST_PAUSE))
        return timedelta() < until - clock.now() <= length


class Worker:
    """Drains the outbox with one handler for each kind of row.

    Kinds in `batched` get up to BATCH rows in one call (the search index wants that); the others get one
    row a call, leased and settled on its own, so that a kill in the middle repeats that one row at most.
    The effect of kinds in `outside` is not in the database (a mail, the index): their handlers run without
    a write transaction, so that nobody who posts waits for a slow mail server. Kinds in `apart` have a thread
    of their own, so that nothing else in the outbox waits for that server either.
    """

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        *,
        batched: frozenset[str] = frozenset(),
        outside: frozenset[str] = frozenset(),
        apart: frozenset[str] = frozenset(),
    ) -> None:
        self._handlers = handlers
        self._batched = sorted(batched & set(handlers))
        self._apart = sorted(apart & set(handlers))
        self._single = sorted(set(handlers) - batched - apart)
        self._outside = outside
        self._pauses = Pauses()
        self._stopping = False

    def drain(self) -> int:
        """Do all the work that is due now; returns the number of rows taken."""
        number = 0
        while not self._stopping and (taken := self._step() + self._take_and_do(self._apart, 1)):
            number += taken
        return number

    def run(self, app: Flask) -> None:
        """Work until asked to stop by SIGTERM or SIGINT; the row in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        if (
            db.engine.dialect.name == "sqlite"
        ):  # where there is one worker, what is leased was left by a killed one
            with transaction():
                outbox.release_leases()
        beside = do_beside(app, self._run_apart)
        with fair_turns():
            self._run_rest()
        beside.join()

    def _run_apart(self) -> None:
        while not self._stopping:
            try:
                if not self._take_and_do(self._apart, 1):
                    time.sleep(PAUSE_SECONDS)
            except Exception:
                log.exception("the worker goes on after an error")
                time.sleep(1)

    def _run_rest(self) -> None:
        beat_at = 0.0
        while not self._stopping:
            try:
                if time.monotonic() >= beat_at:
                    with transaction():
                        outbox.beat()
                        outbox.bring_back()
                    beat_at = time.monotonic() + BEAT_EVERY_SECONDS
                if not self._step():
                    time.sleep(PAUSE_SECONDS)
            except Exception:
                log.exception("the worker goes on after an error")
                time.sleep(1)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _step(self) -> int:
        return sum(self._take_and_do([kind], BATCH) for kind in self._batched) + self._take_and_do(
            self._single, 1
        )

    def _take_and_do(self, kinds: list[str], limit: int) -> int:
        kinds = self._pauses.without(kinds)
        if not kinds or not outbox.has_due(kinds):
            db.session.rollback()
            return 0
        with transaction():
            ids = [row.id for row in outbox.take(kinds, limit=limit)]
        if ids:
            self._do(ids)
        return len(ids)

    def _do(self, ids: list[int]) -> None:
        rows = outbox.get_rows(ids)
        kind = rows[0].kind
        try:
            with outbox.following(rows[0]):
                self._work(ids, kind)
            self._pauses.end(kind)
        except FinalError as error:
            log.warning("outbox rows %s are given up: %s", ids, error)
            _settle(ids, outbox.mark_dead, str(error))
        except HeldError as held:
            log.info("outbox rows %s wait: %s", ids, held)
            _settle(ids, outbox.mark_held, held)
        except UnreachableError as error:
            log.warning("outbox rows %s wait, with all of their kind: %s", ids, error)
            self._pauses.pause(kind)
            _settle(ids, outbox.mark_unreached, str(error))
        except LaterError as error:
            log.warning("outbox rows %s are tried again later: %s", ids, error)
            _settle(ids, outbox.mark_failed, str(error))
        except Exception as error:
            log.exception("outbox rows %s failed", ids)
            _settle(ids, outbox.mark_failed, repr(error))

    def _work(self, ids: list[int], kind: str) -> None:
        if kind in self._outside:
            settle = self._handlers[kind](outbox.get_rows(ids))
            _settle_done(ids, settle)
        else:
            with transaction():
                rows = outbox.get_rows(ids)
                settle = self._handlers[kind](rows)
                if settle is not None:
                    settle(rows)
                outbox.mark_done(rows)


def _settle_done(ids: list[int], settle: Settle | None) -> None:
    """Write down what was done outside; a database that is locked is asked again, for a repeat would send mails twice."""
    for left in reversed(range(TRIES_TO_SETTLE)):
        try:
            with transaction():
                rows = outbox.get_rows(ids)
                if settle is not None:
                    settle(rows)
                outbox.mark_done(rows)
        except OperationalError:
            if not left:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return


def _settle(ids: list[int], mark: Callable[[OutboxRow, Why], None], why: Why) -> None:
    with transaction():
        for row in outbox.get_rows(ids):
            mark(row, why)
