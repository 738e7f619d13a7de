"""The audit log: what those with power over others did and saw, written once and never changed.

A row holds numbers, codes and values, no names and no words of people: names are looked up when it is shown, so that
whoever leaves is not kept here for good.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Index, String, Table, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from forum.core import clock
from forum.core.append_only import make_append_only
from forum.core.column_types import JsonOf
from forum.core.db import Base, db
from forum.core.paging import Page, page_of
from forum.core.sentences import check_parameters

LONGEST_THING = 60


class AuditEntry(Base):
    """One privileged act, or one look at what few may see."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_actor", "actor_id", "id"),
        Index("ix_audit_entry_verb", "verb", "id"),
        Index("ix_audit_entry_thing", "thing", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    actor_id: Mapped[int | None]
    """The person's number; NULL for the site itself and for the shell. Points to nothing: the log outlives accounts."""
    role: Mapped[str] = mapped_column(String(20))
    """As what they did it: moderator, administrator, lead, officer; "site" for nobody."""
    verb: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(LONGEST_THING), default="")
    """What it was done to, such as "thread:12", "person:4" or "council:wexmoor"."""
    details: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict), default=dict, server_default="{}")
    """Codes, numbers and values: what its sentence takes, such as what it was before and became."""


_TABLE = cast("Table", AuditEntry.__table__)
make_append_only(_TABLE)
_KNOWN: dict[str, Collection[str]] = {}
BY_NUMBER: tuple[InstrumentedAttribute[Any], ...] = (AuditEntry.id,)


def add_acts(acts: Mapping[str, Collection[str]]) -> None:
    """Say which acts have a sentence, and which details it takes."""
    _KNOWN.update(acts)


def check_act(verb: str, details: Collection[str]) -> None:
    """Refuse an act without a sentence, or with other details than its sentence takes. Raises ValueError."""
    if verb not in _KNOWN:
        raise ValueError(f"{verb} has no sentence for the audit log")
    check_parameters(verb, details, _KNOWN[verb])


def write_audit(*, actor_id: int | None, role: str, verb: str, thing: str = "", **details: Any) -> None:  # noqa: ANN401  # values
    """Write down a privileged act, in the current transaction: what cannot be written down does not happen.

    Raises ValueError for an act without a sentence.
    """
    check_act(verb, details)
    row = {
        "created_at": clock.now(),
        "actor_id": actor_id,
        "role": role,
        "verb": verb,
        "thing": thing[:LONGEST_THING],
        "details": details,
    }
    db.session.execute(insert(_TABLE), row)


def list_audit(
    *, verb: str = "", actor_id: int | None = None, thing: str = "", cursor: str | None = None
) -> Page[AuditEntry]:
    """List what was done, newest first; by one person, of one kind or to one thing where asked."""
    query = select(AuditEntry)
    if verb:
        query = query.where(AuditEntry.verb == verb)
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if thing:
        query = query.where(AuditEntry.thing == thing)
    return page_of(query, by=BY_NUMBER, cursor=cursor)
