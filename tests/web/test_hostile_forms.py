"""No form that anybody can send is a fault of ours: every field of every form, with what fits no column and no date."""

from __future__ import annotations

from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import SiteRole
from forum.core.db import commit
from tests.questions.making import make_question
from tests.stories.making import make_story
from tests.support.factories import (
    csrf_token,
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    sign_in,
)

A_FAULT = 500
HOSTILE = {
    "nul and marks": "a\0b\U0001f4a9\u202e\ufffe",
    "a long number": "9" * 30,
    "a first day": "0000-00-00",
}
ANYWHERE = frozenset(
    {
        "asks",
        "back",
        "barriers",
        "body",
        "council",
        "department",
        "do",
        "kind",
        "name",
        "number",
        "officer",
        "reason",
    }
    | {"source", "text", "words"}
)
KINDS = {"stories": "story", "questions": "question", "groups": "group", "comments": "comment"}
NOT_SENT = (
    "/account/sessions",
    "/account/sign-out-everywhere",
    "/sign-out",
    "/people",
)  # they would end our own session


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_no_form_is_a_fault_of_ours(app: Flask, value: str) -> None:
    client, known = lead_of_everything(app)
    token = csrf_token(client, "/account")
    faults = []
    for path in paths(app, known):
        sent = dict.fromkeys(fields(client, path), value) | {"csrf_token": token}
        answer = client.post(path, data=sent)
        if answer.status_code >= A_FAULT:
            faults.append((path, answer.status_code))
    assert faults == []
    assert client.get("/account").status_code == 200, "the session has ended on the way, so little was tried"


def lead_of_everything(app: Flask) -> tuple[FlaskClient, dict[str, str]]:
    """A client of somebody who may do all, and the numbers of one thing of each kind."""
    council = make_council("Testham")
    lead = make_officer(council, is_lead=True)
    person = lead.person
    person.role = SiteRole.ADMINISTRATOR
    commit()
    barrier = make_barrier("Insurance", council=council, area=make_area(council))
    known = {
        "barrier": barrier.id,
        "story": make_story(author=person, council=council).id,
        "question": make_question(author=person).id,
        "group": make_group(council=council, members=(person,)).id,
        "comment": make_comment(barrier, author=person).id,
        "officer_id": lead.id,
        "slug": "testham",
        "kind": "acknowledge",
        "verb": "hide",
        "category": "insurance",
        "month": "2026-10",
    }
    return sign_in(app.test_client(), person), {name: str(value) for name, value in known.items()}


def paths(app: Flask, known: dict[str, str]) -> Iterator[str]:
    """The address of every form, with numbers and names of what is there."""
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(NOT_SENT):
            continue
        number = known[KINDS.get(rule.rule.split("/")[1], "barrier")]
        path = rule.rule.replace("int:", "")
        for name in rule.arguments:
            path = path.replace(f"<{name}>", number if name == "number" else known.get(name, "1"))
        yield path


def fields(client: FlaskClient, path: str) -> set[str]:
    """The names of the fields of the form at an address, and those that buttons elsewhere send."""
    tree = html5lib.parse(client.get(path).get_data(), namespaceHTMLElements=False)
    typed = (
        one for one in tree.iter() if one.tag in {"input", "select", "textarea"} and one.get("type") != "file"
    )
    return {name for one in typed if (name := one.get("name"))} | ANYWHERE
