"""No address that anybody can type is a fault of ours: every page, with what fits no column, no text and no date."""

from __future__ import annotations

import itertools
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import SiteRole
from forum.core.db import commit
from tests.support.factories import (
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    sign_in,
)

A_FAULT = 500
ASKED = (
    *(
        "area",
        "back",
        "barrier",
        "category",
        "council",
        "cursor",
        "department",
        "draft",
        "endpoint",
        "figure",
    ),
    *(
        "from",
        "kind",
        "measured",
        "next",
        "page",
        "person",
        "q",
        "rule_source",
        "slug",
        "stage",
        "state",
        "tag",
    ),
    *("text", "title", "to", "topic", "v", "visibility", "which", "year", "_anchor", "_scheme", "comments"),
)
HOSTILE = ("%00", "9" * 30, "%ED%A0%80", "%D9%A3", "0000-00-00")
IN_PATHS = ("%00", "a%00b", "%FF", "%ED%A0%80", "9999-12", "0000-01", "%F0%9F%92%A9", "..%2F..%2Fetc")


@pytest.mark.parametrize(("who", "values"), [("visitor", HOSTILE), ("lead", HOSTILE[:2])])
def test_no_address_is_a_fault_of_ours(app: Flask, who: str, values: tuple[str, ...]) -> None:
    council = make_council("Testham")
    lead = make_officer(council, is_lead=True)
    barrier = make_barrier("Insurance", council=council, area=make_area(council))
    known: dict[str, object] = {
        "slug": "testham",
        "number": barrier.id,
        "comment_id": make_comment(barrier).id,
        "group_id": make_group(council=council).id,
    }
    client = app.test_client()
    if who != "visitor":
        lead.person.role = SiteRole.ADMINISTRATOR
        commit()
        sign_in(client, lead.person)
    faults = [one for one in addresses(app, known, values) if fails(client, one)]
    assert faults == []


def addresses(app: Flask, known: dict[str, object], values: tuple[str, ...]) -> list[str]:
    """Every page with every odd answer to what it may ask, and every place of its path taken by an odd text."""
    turns = itertools.cycle(IN_PATHS)
    made = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = rule.rule.replace("int:", "").replace("path:", "")
        plain, odd = path, path
        for name in rule.arguments:
            plain = plain.replace(f"<{name}>", str(known.get(name, "1")))
            odd = odd.replace(f"<{name}>", next(turns) if name != "number" else str(known["number"]))
        made += [odd] if odd != plain else []
        made += [plain + "?" + "&".join(f"{name}={value}" for name in ASKED) for value in values]
        made.append(plain + "?" + "&".join(f"{name}={quote(name)}&{name}=2" for name in ASKED))
    return made


def fails(client: FlaskClient, address: str) -> bool:
    return client.get(address).status_code == A_FAULT
