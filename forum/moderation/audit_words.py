"""What the rows of the audit log are called, and whom their numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from forum.core.audit import AuditEntry
from forum.core.row_ids import read_id
from forum.moderation.decision_words import WORDS
from forum.moderation.queries.people import list_names
from forum.moderation.vocabulary import REASONS, ReasonCode
from forum.threads.kinds import path_of
from forum.threads.queries import list_threads_by_number

OTHER_VERBS: Mapping[str, str] = {
    "settle_report": "Looked at a report",
    "decide_appeal": "Decided on an appeal",
    "join_tags": "Made two tags mean the same",
    "part_tags": "Let a tag mean itself again",
    "retry": "Tried failed work again",
    "retry_all": "Tried all failed work again",
    "discard": "Discarded failed work",
    "discard_all": "Discarded all failed work",
    "send_restored": "Sent the emails from before a restore",
    "discard_restored": "Discarded the emails from before a restore",
    "let_through": "Let posts through that waited",
    "undo_settlement": "Undid a decision about posts that waited",
    "block_access": "Blocked a network or an email domain",
    "lift_block": "Removed a block",
    "list_word": "Listed a word",
    "unlist_word": "Removed a word from the list",
    "names_seen": "Saw hidden names",
    "invite_staff": "Sent an invitation to staff",
    "withdraw_invitation": "Withdrew an invitation",
    "reset_code": "Had someone set up password and code again",
    "recovery_codes_made": "Made recovery codes",
    "recovery_code_used": "Signed in with a recovery code",
    "code_app_changed": "Moved sign-in codes to another phone",
    "role": "Changed a role",
    "officer_added": "Added an officer of a council",
    "officer_role": "Changed an officer’s role",
    "officer_removed": "Removed an officer’s access",
    "close_account": "Shut an account",
    "open_account": "Opened an account again",
    "export": "Downloaded a list",
    "setting": "Changed a setting of a council",
}
"""What is no decision about a post or a person."""
PARTS: Mapping[str, str] = {
    "reason": "reason", "means": "now means", "kind": "kind", "number": "how many", "days": "days", "since": "since",
    "reporters": "people who reported it", "acted": "acted on it", "outcome": "outcome", "role": "role",
    "threads": "posts", "setting": "setting", "was": "was", "became": "became", "rows": "rows", "what": "what",
    "decision": "decision", "things": "which", "council": "council", "change": "change", "appeal": "appeal", "case": "report", "page": "page", "place": "as",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row of the log as people read it."""

    when: datetime
    who: str
    role: str
    what: str
    thing: str
    thing_url: str
    details: Sequence[tuple[str, str]]


def audit_lines(entries: Sequence[AuditEntry]) -> list[AuditLine]:
    """Put rows into words; names are looked up now, once for all rows."""
    numbers = {entry.actor_id for entry in entries if entry.actor_id}
    names, addresses = list_names(numbers), _addresses(entries)
    return [_line(entry, names, addresses) for entry in entries]


def list_verbs() -> list[tuple[str, str]]:
    """List what the log can be narrowed to, with what it is called."""
    return [*((str(verb), words.button) for verb, words in WORDS.items()), *OTHER_VERBS.items()]


def _line(entry: AuditEntry, names: Mapping[int, str], addresses: Mapping[str, str]) -> AuditLine:
    called = dict(list_verbs())
    gone = "Someone who has left" if entry.actor_id else "The site itself"
    return AuditLine(
        when=entry.created_at,
        who=names.get(entry.actor_id or 0, gone),
        role=entry.role,
        what=called.get(entry.verb, entry.verb.replace("_", " ")),
        thing=entry.thing.replace(":", " "),
        thing_url=addresses.get(entry.thing, ""),
        details=[(PARTS.get(name, name), _value(name, value)) for name, value in entry.details.items()],
    )


def _addresses(entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return where the things of some rows are, by their names: one statement for all threads."""
    numbers: dict[str, set[int]] = {"thread": set(), "comment": set(), "person": set()}
    for entry in entries:
        kind, _, number = entry.thing.partition(":")
        row_id = read_id(number)
        if kind in numbers and row_id:
            numbers[kind].add(row_id)
    threads = list_threads_by_number(sorted(numbers["thread"])) if numbers["thread"] else ()
    return {
        **{f"thread:{thread.id}": path_of(thread) for thread in threads},
        **{f"comment:{one}": url_for("comments.show", number=one) for one in numbers["comment"]},
        **{f"person:{one}": url_for("moderated_people.person", number=one) for one in numbers["person"]},
    }


def _value(name: str, value: object) -> str:
    if name == "reason" and value in set(ReasonCode):
        return REASONS[ReasonCode(str(value))]
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
