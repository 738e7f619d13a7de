"""The one worker: drains the outbox, does the timed work, and shows that it is alive."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from flask import Flask

from forum.core import outbox, rate_limits
from forum.core.db import db, transaction
from forum.core.outbox import FinalError, LaterError, OutboxRow

Handler = Callable[[list[OutboxRow]], None]
BATCH = 200
PAUSE_SECONDS = 0.1
BEAT_EVERY_SECONDS = 15
TIDY_EVERY_SECONDS = 3600

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
        with app.app_context():
            try:
                job()
            except Exception:
                log.exception("%s failed; it is tried again at the next start", job)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


class Worker:
    """Drains the outbox with one handler for each kind of row.

    Kinds in `batched` get up to BATCH rows in one call (the search index wants that); the others get one
    row a call, leased and settled on its own, so that a kill in the middle repeats that one row at most.
    The effect of kinds in `outside` is not in the database (a mail, the index): their handlers run without
    a write transaction, so that nobody who posts waits for a slow mail server.
    """

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        *,
        batched: frozenset[str] = frozenset(),
        outside: frozenset[str] = frozenset(),
    ) -> None:
        self._handlers = handlers
        self._batched = sorted(batched & set(handlers))
        self._single = sorted(set(handlers) - batched)
        self._outside = outside
        self._stopping = False

    def drain(self) -> int:
        """Do all the work that is due now; returns the number of rows taken."""
        number = 0
        while not self._stopping and (taken := self._step()):
            number += taken
        return number

    def run(self) -> None:
        """Work until asked to stop by SIGTERM or SIGINT; the row in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        if (
            db.engine.dialect.name == "sqlite"
        ):  # where there is one worker, what is leased was left by a killed one
            with transaction():
                outbox.release_leases()
        beat_at = tidy_at = 0.0
        while not self._stopping:
            try:
                if time.monotonic() >= beat_at:
                    with transaction():
                        outbox.beat()
                    beat_at = time.monotonic() + BEAT_EVERY_SECONDS
                if time.monotonic() >= tidy_at:
                    with transaction():
                        outbox.forget_done()
                        rate_limits.forget_old()
                    tidy_at = time.monotonic() + TIDY_EVERY_SECONDS
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
        if not kinds or not outbox.has_due(kinds):
            db.session.rollback()
            return 0
        with transaction():
            ids = [row.id for row in outbox.take(kinds, limit=limit)]
        if ids:
            self._do(ids)
        return len(ids)

    def _do(self, ids: list[int]) -> None:
        try:
            with outbox.following(outbox.get_rows(ids)[0]):
                self._work(ids)
        except FinalError as error:
            log.warning("outbox rows %s are given up: %s", ids, error)
            _settle(ids, outbox.mark_dead, str(error))
        except LaterError as error:
            log.warning("outbox rows %s are tried again later: %s", ids, error)
            _settle(ids, outbox.mark_failed, str(error))
        except Exception as error:
            log.exception("outbox rows %s failed", ids)
            _settle(ids, outbox.mark_failed, repr(error))

    def _work(self, ids: list[int]) -> None:
        kind = outbox.get_rows(ids)[0].kind
        if kind in self._outside:
            self._handlers[kind](outbox.get_rows(ids))
            with transaction():
                outbox.mark_done(outbox.get_rows(ids))
        else:
            with transaction():
                rows = outbox.get_rows(ids)
                self._handlers[kind](rows)
                outbox.mark_done(rows)


def _settle(ids: list[int], mark: Callable[[OutboxRow, str], None], error: str) -> None:
    with transaction():
        for row in outbox.get_rows(ids):
            mark(row, error)
