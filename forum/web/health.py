"""Whether this installation works, for monitors."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from forum.core import clock, outbox
from forum.core.db import db
from forum.core.dead_letters import count_dead
from forum.web.guards import public

blueprint = Blueprint("health", __name__)

WORKER_UNSEEN_FOR = timedelta(minutes=1)
OUTBOX_WAITS_FOR = timedelta(minutes=10)


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Tell in JSON whether database, migrations, worker and outbox are well; 503 when one is not."""
    try:
        findings = _look()
    except SQLAlchemyError:
        current_app.logger.exception("health: the database does not answer")
        findings = {"database": False}
    well = all(value for value in findings.values() if isinstance(value, bool))
    return jsonify({"healthy": well, **findings}), 200 if well else 503


def _look() -> dict[str, bool | float | None]:
    connection = db.session.connection()
    current = set(MigrationContext.configure(connection).get_current_heads())
    seen_at, waiting = outbox.last_beat(), outbox.oldest_waiting()
    return {
        "database": True,
        "migrations_current": current == _heads(current_app.extensions["migrate"].directory),
        "worker_seen_in_the_last_minute": seen_at is not None and clock.now() - seen_at < WORKER_UNSEEN_FOR,
        "outbox_flows": waiting is None or waiting < OUTBOX_WAITS_FOR,
        "worker_seen_seconds_ago": None if seen_at is None else (clock.now() - seen_at).total_seconds(),
        "oldest_outbox_row_seconds": 0.0 if waiting is None else waiting.total_seconds(),
        "number_of_dead_letters": count_dead(),
    }


@lru_cache(maxsize=1)
def _heads(directory: str) -> set[str]:
    return set(ScriptDirectory(directory).get_heads())
