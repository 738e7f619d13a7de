"""Whether this installation works, for monitors: /health tries what people do, /metrics counts it."""

from __future__ import annotations

import contextlib
import hmac
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from forum.core import clock, metrics, outbox, rate_limits
from forum.core.db import db, transaction, waiting_for
from forum.core.dead_letters import count_dead
from forum.core.metrics import Gauge
from forum.core.outbox_numbers import count_done, count_waiting
from forum.core.settings import settings
from forum.web.guards import public
from forum.web.manifest import Feature, list_features

blueprint = Blueprint("health", __name__)

WORKER_UNSEEN_FOR = timedelta(minutes=1)
OUTBOX_WAITS_FOR = timedelta(minutes=10)
KEPT_SECONDS = 5.0
"""For how long findings are told again: whoever asks a hundred times a second costs one write."""
WRITE_WITHIN_SECONDS = 2.0
TRIED_BYTES = 65_536
EXTENSION = "clearway_health"
Findings = dict[str, bool]


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Tell in JSON what works; 503 when something does not. Numbers are for who has METRICS_TOKEN."""
    findings = _kept_findings()
    well = all(findings.values())
    options = {name: is_on() for one in list_features(Feature) for name, is_on in one.options.items()}
    told: dict[str, object] = {"healthy": well, **findings, **options}
    if _has_token():
        told |= {gauge.name: gauge.value for gauge in _gauges() if not gauge.labels}
    return jsonify(told), 200 if well else 503


@blueprint.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    """Tell Prometheus what was counted. Not there without METRICS_TOKEN."""
    if not settings().metrics_token:
        abort(404)
    if not _has_token():
        abort(403)
    return Response(metrics.text_of(_gauges()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _has_token() -> bool:
    wanted, given = settings().metrics_token, request.headers.get("Authorization", "")
    return bool(wanted) and hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())


def _kept_findings() -> Findings:
    """Look, unless that was done a moment ago."""
    kept = current_app.extensions.get(EXTENSION)
    if kept is not None and kept[0] > time.monotonic():
        return dict(kept[1])
    findings = {name: _holds(name, check) for name, check in _checks().items()}
    seconds = min(KEPT_SECONDS, settings().keep_pages.total_seconds())
    current_app.extensions[EXTENSION] = (time.monotonic() + seconds, findings)
    return findings


def _checks() -> dict[str, Callable[[], bool]]:
    ours: dict[str, Callable[[], bool]] = {
        "database": lambda: db.session.connection() is not None,
        "migrations_current": _is_migrated,
        "writes": _can_write,
        "files": _can_keep_files,
        "worker_seen_in_the_last_minute": _worker_lives,
        "outbox_flows": _outbox_flows,
    }
    return ours | {
        name: check for feature in list_features(Feature) for name, check in feature.checks.items()
    }


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return bool(check())
    except Exception as error:  # noqa: BLE001  # whatever it is, this part does not work, and the others are still asked
        current_app.logger.error("health: %s does not work: %s", name, error)  # noqa: TRY400  # one line
        return False
    finally:
        with contextlib.suppress(SQLAlchemyError):
            db.session.rollback()


def _is_migrated() -> bool:
    current = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    return current == _heads(current_app.extensions["migrate"].directory)


def _can_write() -> bool:
    """Write a row, lastingly, in the place of the one of the last time."""
    with waiting_for(WRITE_WITHIN_SECONDS), transaction():
        rate_limits.hit("health", rate_limits.Rate(1, timedelta(days=1)))
    return True


def _can_keep_files() -> bool:
    """Write a file of some size beside the others, for the disk may be full while the database still has room in its own."""
    with tempfile.NamedTemporaryFile(dir=settings().instance_folder, prefix=".health-") as file:
        file.write(os.urandom(TRIED_BYTES))
        file.flush()
    return True


def _worker_lives() -> bool:
    """Return whether the worker was seen a moment ago; a clock that was put back makes no live one look dead."""
    seen_at = outbox.last_beat()
    return seen_at is not None and abs(clock.now() - seen_at) < WORKER_UNSEEN_FOR


def _outbox_flows() -> bool:
    waiting = outbox.oldest_waiting()
    return waiting is None or waiting < OUTBOX_WAITS_FOR


def _gauges() -> Iterator[Gauge]:
    """Yield the numbers of now, of this room and of all features."""
    seen_at, now = outbox.last_beat(), clock.now()
    unseen = -1.0 if seen_at is None else (now - seen_at).total_seconds()
    yield Gauge("worker_unseen_seconds", "How long ago the worker was last seen; -1 for never.", unseen)
    for kind, (number, oldest) in count_waiting().items():
        yield Gauge("outbox_rows", "Rows that are due and wait for the worker, by kind.", number, kind=kind)
        yield Gauge("outbox_oldest_seconds", "How long the oldest of them has waited.", oldest, kind=kind)
    waiting = outbox.oldest_waiting()
    yield Gauge(
        "outbox_age_seconds",
        "How long the oldest due row has waited.",
        waiting.total_seconds() if waiting else 0,
    )
    yield Gauge("damaged_rows", "Rows that hold what cannot be read.", len(metrics.list_damaged_rows()))
    yield Gauge("dead_letters", "Rows given up, which wait for an administrator.", count_dead())
    yield Gauge(
        "mails_sent_in_a_day", "Mails that were handed over in the last 24 hours.", count_done(outbox.MAIL)
    )
    yield Gauge("disk_free_bytes", "Room on the disk of the instance folder.", _free_bytes())
    for feature in list_features(Feature):
        for give in feature.gauges:
            yield from give()


def _free_bytes() -> int:
    disk = os.statvfs(settings().instance_folder)
    return disk.f_bavail * disk.f_frsize


@lru_cache(maxsize=1)
def _heads(directory: str) -> set[str]:
    return set(ScriptDirectory(directory).get_heads())
