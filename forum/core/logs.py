"""Log lines as JSON, one a line, with the id of the request and without what belongs to people.

An error is logged as its type and where it was raised. What it says is left out: it may quote what somebody typed, or a
row. Of other messages, addresses and what may be a key or a signed link are taken out.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is answered; empty in the worker and in commands."""

LONGEST_MESSAGE = 1_000
MOST_FRAMES = 12
EXTRA = ("method", "route", "status", "ms")
OUR_LOGGERS = ("gunicorn.error", "gunicorn.access")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:=]+@[^\s<>\"'(),;:]+")
_TOKEN = re.compile(r"(?<![\w.-])(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{16,}")
_NETWORK_ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")


def redact(message: str) -> str:
    """Take out of a message what may name a person, or open something."""
    message = _ADDRESS.sub("[address]", message[:LONGEST_MESSAGE])
    return _NETWORK_ADDRESS.sub("[network]", _TOKEN.sub("[token]", message))


class JsonFormatter(logging.Formatter):
    """Writes one record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(message_of(record)),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = frames_of(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says; an error among its parts is named by its type alone."""
    if isinstance(record.args, tuple):
        parts = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in record.args)
        return str(record.msg) % parts if parts else str(record.msg)
    return record.getMessage()


def frames_of(raised: TracebackType | None) -> list[str]:
    """Return the last places of a traceback, as file, line and function: no values, and no text of ours."""
    frames = traceback.extract_tb(raised)[-MOST_FRAMES:]
    return [f"{one.filename.rpartition('/forum/')[2]}:{one.lineno} {one.name}" for one in frames]


def log_as_json(level: str) -> None:
    """Have everything that this process logs written so, to standard error; the web server's own lines too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.getLogger("forum").setLevel(level.upper())
    for name in OUR_LOGGERS:
        for one in logging.getLogger(name).handlers:
            one.setFormatter(handler.formatter)
