"""Every form that a role can open, filled with hostile values: none is a fault of ours, and none comes back alive."""

from __future__ import annotations

from contextlib import closing

import html5lib
import pytest
from flask import Flask

from tests.routes.site import RoleSite
from tests.routes.table import ROLES, Route, list_routes, read_table
from tests.routes.walk import Walk, taken_back
from tests.support.depth import IS_QUICK
from tests.support.rows import built_once

HOSTILE = {
    "markup": "\"'><img src=x onerror=planted()><script>planted()</script>",
    "template": "{{ 7*7 }}${7*7}{% raw %}%s%n",
    "nul and marks": "a\0b\U0001f4a9\u202e\ufffe\r\nSet-Cookie: planted=1",
    "a path": "../../../etc/passwd\\..\\x",
    "sql": "1' OR '1'='1'; DROP TABLE person; --",
    "a number": "-99999999999999999999",
    "long": "x" * 20_000,
}
A_FAULT = 500
ACTS = ("planted()",)


def fields_of(walk: Walk, route: Route) -> set[str]:
    """Return the names of the fields of a page's forms; those of buttons too."""
    with taken_back(walk.app), closing(walk.client().get(walk.address(route))) as answer:
        tree = html5lib.parse(answer.get_data(), namespaceHTMLElements=False)
    typed = (one for one in tree.iter() if one.tag in {"input", "select", "textarea", "button"})
    return {name for one in typed if (name := one.get("name"))} - {"csrf_token"}


def is_alive(text: str) -> bool:
    """Return whether what was planted has become an element or an attribute of the page."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return any(
        (one.tag == "script" and "planted" in (one.text or ""))
        or any(
            "planted" in str(value) and name != "value"
            for name, value in one.attrib.items()
            if str(name).startswith("on")
        )
        for one in tree.iter()
        if isinstance(one.tag, str)
    )


def values_for(at: int) -> list[tuple[str, str]]:
    """Return what a form is filled with: in a quick run every second value, the others are for the next form."""
    tried = list(HOSTILE.items())
    return tried[at % 2 :: 2] if IS_QUICK else tried


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_no_form_filled_with_hostile_values_is_a_fault_or_comes_back_alive(app: Flask, role: str) -> None:
    """In a quick run one of the roles that may send a form sends half of the values, in a full one each sends all."""
    walk, table, wrong, number = Walk(app, built_once(RoleSite), role), read_table(), [], 0
    for at, route in enumerate(list_routes(app)):
        senders = [one for one in ROLES if table.get(route, {}).get(one) in {"200", "422", "400", "go"}]
        if route.method != "POST" or role not in senders:
            continue
        if IS_QUICK and role != senders[at % len(senders)]:
            continue
        opened = Route("GET", route.route)
        names = fields_of(walk, opened) if opened in table else set()
        for kind, value in values_for(at):
            sent = dict.fromkeys(names | {"words", "reason", "kind", "number", "next"}, value)
            with taken_back(app), closing(walk.post(walk.address(route), sent)) as answer:
                number += 1
                cookies = "".join(answer.headers.getlist("Set-Cookie"))
                if (
                    answer.status_code >= A_FAULT
                    or "planted=" in cookies
                    or "://x" in answer.headers.get("Location", "")
                ):
                    wrong.append(f"{route.route} {kind}: {answer.status_code}")
                elif (
                    answer.mimetype == "text/html"
                    and kind == "markup"
                    and is_alive(answer.get_data(as_text=True))
                ):
                    wrong.append(f"{route.route} {kind}: alive")
    assert wrong == []
    assert number > 10 or IS_QUICK
