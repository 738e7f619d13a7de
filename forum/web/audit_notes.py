"""What few may see, noted where it is shown and written into the audit log before the page leaves.

A page whose note cannot be written is not shown: whoever sees a hidden name is on record, or does not see it.
"""

from __future__ import annotations

from flask import Flask, Response, g, has_request_context, request

from forum.core.audit import write_audit
from forum.core.db import transaction
from forum.web.transactions import SAFE_METHODS
from forum.web.urls import current_path

MOST_THINGS = 50
FIRST_ERROR = 400


def note_seen(verb: str, *, role: str, person_id: int | None, thing: str) -> None:
    """Note that somebody sees something now: a hidden name, or a list that they take with them. Nothing outside of requests."""
    if not has_request_context():
        return
    notes: dict[tuple[str, str, int | None], list[str]] = g.setdefault("audit_notes", {})
    things = notes.setdefault((verb, role, person_id), [])
    if thing not in things and len(things) < MOST_THINGS:
        things.append(thing)


def use_audit_notes(app: Flask) -> None:
    """Write what was noted during a request into the log, in a transaction of its own where the page only read."""

    @app.after_request
    def write(response: Response) -> Response:
        notes = g.pop("audit_notes", None)
        if not notes or response.status_code >= FIRST_ERROR:
            return response
        if request.method in SAFE_METHODS:
            with transaction():
                _write(notes)
        else:
            _write(notes)
        return response


def _write(notes: dict[tuple[str, str, int | None], list[str]]) -> None:
    for (verb, role, person_id), things in notes.items():
        first = things[0] if len(things) == 1 else ""
        write_audit(actor_id=person_id, role=role, verb=verb, thing=first, things=things, page=current_path())
