"""Writing into the audit log what moderators and administrators do."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import Person
from forum.core.audit import write_audit


def write_down(by: Person, verb: str, thing: str, **seen: Any) -> None:  # noqa: ANN401  # values
    """Write an act into the audit log, with what was seen or changed."""
    write_audit(actor_id=by.id, role=by.role, verb=verb, thing=thing, **seen)
