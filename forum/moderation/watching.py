"""Writes into the audit log what is done with power wherever it is done: changes of roles and of settings.

They are heard from the session, as figures are (ADR 0020): a new way of changing a role must not be able to forget the
log. What moderators decide about posts and people writes itself down (`actions.records`), with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from sqlalchemy import Table, event, insert, inspect
from sqlalchemy.orm import Session, UOWTransaction

from forum.accounts.current import current_person
from forum.accounts.models import LinkPurpose, MailedLink, Person, SiteRole
from forum.core import clock
from forum.core.audit import AuditEntry, check_act
from forum.councils.models import CouncilChange, Officer

Noted = tuple[str, str, dict[str, Any]]
SITE = "site"
_TABLE = cast("Table", AuditEntry.__table__)


def listen() -> None:
    """Hear every change of a row that somebody with power makes."""
    if not event.contains(Session, "after_flush", write_what_changed):
        event.listen(Session, "after_flush", write_what_changed)


def write_what_changed(session: Session, _flushing: UOWTransaction) -> None:
    """Write down what of this flush belongs into the log."""
    noted = [one for row in session.new for one in _of(row, is_new=True)]
    noted += [one for row in session.dirty for one in _of(row, is_new=False)]
    if not noted:
        return
    for verb, _thing, details in noted:
        check_act(verb, details)
    person = _whoever_asks()
    actor = {"actor_id": person.id if person else None, "role": _role(person), "created_at": clock.now()}
    rows = [{**actor, "verb": verb, "thing": thing, "details": details} for verb, thing, details in noted]
    session.connection().execute(insert(_TABLE), rows)


def _whoever_asks() -> Person | None:
    """Return who is signed in; None in the shell and in the worker."""
    try:
        return current_person()
    except RuntimeError:  # outside of a request
        return None


def _role(person: Person | None) -> str:
    if person is None:
        return SITE
    if person.role != SiteRole.MEMBER:
        return str(person.role)
    return "council" if person.is_staff else str(SiteRole.MEMBER)


def _of(row: object, *, is_new: bool) -> Iterator[Noted]:
    watch = _WATCHED.get(type(row))
    if watch is not None:
        yield from watch(row, is_new)


def _person(row: Person, is_new: bool) -> Iterator[Noted]:  # all of them take it
    if "role" in (changed := _changed(row)) and not (is_new and row.role == SiteRole.MEMBER):
        was = changed["role"] or SiteRole.MEMBER
        if was != row.role:
            yield "role", f"person:{row.id}", {"was": str(was), "became": str(row.role)}
    if "suspended_at" in changed and not is_new:
        verb = "open_account" if row.suspended_at is None else "close_account"
        yield verb, f"person:{row.id}", {}


def _link(row: MailedLink, is_new: bool) -> Iterator[Noted]:
    if is_new and row.purpose == LinkPurpose.INVITATION:
        yield "invite_staff", f"person:{row.person_id}", {"role": str(row.role or "")}


def _officer(row: Officer, is_new: bool) -> Iterator[Noted]:
    changed = _changed(row)
    about = {"council": row.council_id, "role": "lead" if row.is_lead else "officer"}
    if is_new:
        yield "officer_added", f"person:{row.person_id}", about
    elif "left_at" in changed:
        verb = "officer_added" if row.left_at is None else "officer_removed"
        yield verb, f"person:{row.person_id}", about
    elif "is_lead" in changed:
        yield "officer_role", f"person:{row.person_id}", about


def _setting(row: CouncilChange, is_new: bool) -> Iterator[Noted]:
    if is_new:  # the values, which hold names, are in the council's own history
        yield "setting", f"council:{row.council_id}", {"setting": row.setting, "change": row.id}


_WATCHED: dict[type, Callable[[Any, bool], Iterator[Noted]]] = {
    MailedLink: _link,
    Officer: _officer,
    CouncilChange: _setting,
    Person: _person,
}


def _changed(row: object) -> dict[str, Any]:
    """Return the columns that this flush changes, with what was in them; a new row's are all that it holds."""
    found = {}
    for attribute in inspect(row).attrs:  # type: ignore[union-attr]  # rows of models have a state
        history = attribute.history
        if history.added:
            found[attribute.key] = history.deleted[0] if history.deleted else None
    return found
