"""How columns and values are called on the page that people download: no column names and no codes.

The labels of codes are the features' own (`PersonalData.labels`); programs read your-data.json, which keeps names and codes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from forum.core import clock

WORDS: Mapping[str, str] = {
    "a_month": "Hours a month",
    "alt": "What the picture shows",
    "asked_at": "Asked on",
    "asked_on": "Asked on",
    "asker_words": "What you wrote",
    "asks": "What is searched for",
    "basis": "How you know",
    "body": "Text",
    "cash_pounds": "Money spent, in pounds",
    "checked_as": "Checked by",
    "content_type": "Kind of file",
    "cost_pounds": "Cost, in pounds",
    "created_at": "Made on",
    "decided_at": "Decided on",
    "delay_days": "Delay, in days",
    "did": "What you did",
    "differently": "What you would do differently",
    "due_on": "Reply due by",
    "email": "Email address",
    "email_confirmed_at": "Email address confirmed on",
    "ends_at": "Ends on",
    "happened": "What happened",
    "is_council_only": "For the council only",
    "is_independent": "Counted as independent",
    "is_lead": "Is a lead",
    "is_nameless": "Without your name",
    "is_organiser": "You organise it",
    "is_reporter": "You reported it",
    "is_shown": "Your name is shown",
    "is_staff": "Is staff",
    "mail_due_at": "Email planned for",
    "mailed_at": "Emailed on",
    "made_on": "Made on",
    "network": "Network",
    "number_of_affected": "Groups affected",
    "number_of_bytes": "Size, in bytes",
    "offerer_words": "What you wrote",
    "posting_suspended_until": "Suspended from posting until",
    "promised_on": "Promised for",
    "public_since": "Public since",
    "reason_code": "Reason",
    "rule_source": "Who owns the rule",
    "rule_words": "The rule, in your words",
    "set_out": "What you set out to do",
    "state": "Status",
    "state_changed_at": "Status changed on",
    "takes_words": "Words taken along",
    "thing": "About",
    "trying_to": "What you were trying to do",
    "used_words": "What you used of the advice",
    "uses_left": "For how many people more",
    "verb": "What was done",
    "wants_mail": "Gets emails",
    "was": "Before",
    "was_granted": "Was approved",
    "words": "What you wrote",
    "would_help": "What would help",
    "written_at": "Written on",
}
"""Where the name of a column says too little when it is only spelled out."""
FOR_PROGRAMS = frozenset({
    *("about", "answers", "form_key", "id", "key", "next_path", "params", "position", "reason_params", "reasons"),
    *("reference", "round", "slug", "version"),
})  # fmt: skip
"""What only a program can use, besides the numbers of other rows."""
CODED = frozenset({"browser", "kind", "mail_refused_reason", "setting", "system", "verb", "what"})
"""Codes without a list of labels: they are words, and are only spelled out."""
Labels = Mapping[str, Mapping[Any, str]]


def is_readable(column: str) -> bool:
    """Return whether a column says something to people."""
    return column not in FOR_PROGRAMS and not column.endswith(("_id", "_ids", "_html"))


def say_column(column: str) -> str:
    """Name a column."""
    plain = column.removeprefix("is_").replace("number_of_", "number of ")
    for ending, words in (("_at", " on"), ("_on", " on")):
        if plain.endswith(ending):
            plain = plain.removesuffix(ending) + words
    return WORDS.get(column) or plain.replace("_", " ").capitalize()


def say_value(table: str, column: str, value: object, labels: Labels) -> str:
    """Write a value: a moment as a date, a code by its label, and by its words where it has none."""
    known = labels.get(f"{table}.{column}")
    if value is None or value == "":
        return ""
    if known is not None and value in known:
        return str(known[value])
    is_code = known is not None or column in CODED or isinstance(value, StrEnum)
    return _spelled(str(value)) if is_code else _say_plain(value)


def _say_plain(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.LOCAL):%-d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    is_json = isinstance(value, dict | list)
    return json.dumps(value, ensure_ascii=False, default=str) if is_json else str(value)


def _spelled(code: str) -> str:
    return code.replace("_", " ").replace("-", " ").capitalize()
