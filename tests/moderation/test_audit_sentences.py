"""Every act that can be recorded has a plain sentence, and no code stands in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import ROOT
from forum.accounts.models import SiteRole
from forum.core.audit import AuditEntry, check_act, write_audit
from forum.core.db import commit, db
from forum.councils.actions import change_contact
from forum.moderation.actions.places import merge, move
from forum.moderation.actions.posts import hide_post
from forum.moderation.actions.reports import report_post, settle_case
from forum.moderation.audit_words import ACTS, audit_lines, details_of
from forum.moderation.decision_words import public_line
from forum.moderation.vocabulary import REASONS, AppealOutcome, ReportKind, Verb
from tests.moderation.reasons import A_REASON
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    sign_in,
)
from tests.threads.pages import main_of

CODE = re.compile(r"[{}_]|\b(None|True|False)\b|[a-z]:\d")
WRITERS = {"write_audit", "write_down", "note_seen", "_write"}


def of(entry: AuditEntry) -> str:
    (line,) = audit_lines([entry])
    return "".join(part.words for part in line.sentence)


def newest() -> str:
    found = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    return of(found)


@pytest.fixture
def details(app: Flask) -> dict[str, Any]:
    """Something for every detail that a row can hold."""
    thread, council = make_barrier("Keys"), make_council()
    return {
        "reason": "spam", "decision": 1, "case": 1, "appeal": 1, "outcome": str(AppealOutcome.UPHELD), "acted": True,
        "reporters": 2, "number": 3, "days": 7, "since": "2026-05-03T10:00:00+00:00", "into": f"thread:{thread.id}",
        "from": thread.id, "to": thread.id, "comments": [1], "council": council.id, "means": "noise", "tag": "keys", "what": "cheap pills",
        "things": [f"thread:{thread.id}"], "page": "/barriers/1-keys", "setting": "colours", "change": 1, "was_in": None, "became_in": None,
    }  # fmt: skip


@pytest.mark.parametrize("code", ACTS)
def test_every_act_has_a_sentence_without_codes(details: dict[str, Any], code: str) -> None:
    values = {
        **details,
        "kind": "network" if "block" in code else "mail",
        "role": "lead" if code.startswith("officer") else "moderator",
        "was": details["council"] if code == "move" else "member",
        "became": details["council"] if code == "move" else "moderator",
    }
    person = make_person("Rosa")
    recorded = {name: values[name] for name in details_of(ACTS[code])}
    check_act(code, recorded)
    said = of(AuditEntry(verb=code, thing=f"person:{person.id}", details=recorded, role="moderator"))
    assert re.fullmatch(r"[A-Z“].*[.]", said)
    assert not CODE.search(said.replace("/barriers/1-keys", ""))
    earlier = AuditEntry(verb=code, thing=f"person:{person.id}", details={}, role="moderator")
    assert said != of(earlier) or not recorded


@pytest.mark.parametrize("code", ACTS)
def test_rows_of_earlier_versions_have_one_too(app: Flask, code: str) -> None:
    said = of(AuditEntry(verb=code, thing="thread:999999", details={}, role="moderator"))
    assert said.endswith(".")
    assert not CODE.search(said)


def calls() -> Iterator[ast.Call]:
    for path in sorted(Path(ROOT / "forum").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                yield node


def test_all_acts_that_the_code_names_are_known_and_none_is_dead() -> None:
    known = set(ACTS) - set(Verb)
    text = "".join(
        path.read_text()
        for path in sorted(Path(ROOT / "forum").rglob("*.py"))
        if path.name != "audit_words.py"
    )
    assert {code for code in known if f'"{code}"' not in text} == set()
    first = [[*call.args, *(one.value for one in call.keywords if one.arg == "verb")] for call in calls()]
    named = {
        one.value
        for args in first
        for one in args[:2]
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    assert {"names_seen", "export", "settle_report", "reset_code"} <= named
    assert {name for name in named if "-" not in name and ":" not in name and name != "outbox"} <= set(ACTS)


def test_an_act_without_a_sentence_or_with_other_details_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        write_audit(actor_id=None, role="site", verb="smile")
    with pytest.raises(ValueError, match="hide takes"):
        write_audit(actor_id=None, role="site", verb="hide", decision=1, reason="spam", mood="good")


def test_sentences_name_what_they_are_about_as_it_is_called_now(client: FlaskClient) -> None:
    moderator, wexmoor, other = make_person("Mo", role=SiteRole.MODERATOR), make_council(), make_council()
    keys, twin = make_barrier("Keys", council=wexmoor), make_barrier("Twin", council=wexmoor)
    comment = make_comment(keys)
    hide_post(post=comment, person=moderator, reason=A_REASON)
    assert newest() == "Hid a comment in “Keys”, because it was advertising or spam."
    case = report_post(post=keys, kind=ReportKind.SPAM, words="", person=make_person()).case
    settle_case(case=case, person=moderator, was_acted_on=False)
    assert newest() == "Looked at the barrier “Keys”, which 1 person had reported, and left it as it was."
    move(thread=keys, council=other, department=None, person=moderator, reason=A_REASON)
    assert f"from {wexmoor.name} to {other.name}, because" in newest()
    move(thread=keys, council=wexmoor, department=None, person=moderator, reason=A_REASON)
    merge(thread=keys, main=twin, person=moderator, reason=A_REASON)
    assert newest().startswith(
        "Merged the barrier “Keys” with another of the same, the barrier “Twin”, because"
    )
    commit()
    sign_in(client, moderator)
    page = main_of(client.get("/moderation/log"))
    assert f'Hid <a href="/comments/{comment.id}">a comment in “Keys”</a>' in page


def test_a_setting_is_said_as_in_the_councils_own_history(app: Flask) -> None:
    council = make_council()
    lead, was = make_officer(council, is_lead=True), council.contact_email
    change_contact(
        council=council, by=lead.person, contact_name="Olive Grove", contact_email="o@example.org", website=""
    )
    db.session.flush()
    assert (
        newest()
        == f"Changed a setting of {council.name}: Contact, from “{was}” to “Olive Grove, o@example.org”."
    )


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("noun", ["post", "comment", "account"])
def test_everyone_reads_plain_words_in_the_public_log(verb: Verb, noun: str) -> None:
    assert not CODE.search(public_line(verb, noun) + "".join(REASONS.values()))
    assert "a account" not in public_line(verb, noun)
