"""Links in mails: nobody else can make one, and a change of the site's key breaks none that was sent."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.core.signed_links import SignedLink

LINKS = {
    "forum.barriers.confirmation_links": "_LINK",
    "forum.dashboards.emails": "_STOP_LINK",
    "forum.groups.join_links": "_LINK",
    "forum.moderation.links": "_REPORT",
    "forum.notifications.stop_links": "_LINK",
    "forum.threads.unsubscribe_links": "_LINK",
}


@pytest.fixture
def change_key(app: Flask) -> Callable[[str, str], None]:
    def change(secret: str, old: str) -> None:
        changed = replace(
            app.extensions["clearway_settings"], secret_key=secret * 32, old_secret_keys=old * 32
        )
        app.extensions["clearway_settings"] = changed

    return change


@pytest.mark.parametrize("module", LINKS)
def test_a_link_that_was_sent_outlives_a_change_of_the_key(module: str, change_key) -> None:
    link = getattr(importlib.import_module(module), LINKS[module])
    values = tuple(part(7) for part in link.parts)
    change_key("a", "")
    sent = link.sign(*values)
    change_key("b", "a")
    assert link.read(sent) == values
    change_key("c", "")
    assert link.read(sent) is None


def test_what_we_did_not_make_is_not_read(app: Flask) -> None:
    link, other = SignedLink("one", int, int), SignedLink("other", int, int)
    sent = link.sign(1, 2)
    assert link.read(sent) == (1, 2)
    for token in ("", "x", sent + "x", sent.replace(".", "", 1), other.sign(1, 2), "a" * 10_000):
        assert link.read(token) is None
    assert SignedLink("one", int).read(sent) is None
