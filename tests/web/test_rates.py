"""Writes are counted by who makes them, however many addresses they have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from config import Settings
from forum.accounts.link_limits import mail_confirmation
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.web.rate_limits import who


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("::ffff:203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2::9", "address:2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "address:2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "address:2001:db8:1:3::/64"),
        ("", "address:"),
    ],
)
def test_a_visitor_is_counted_by_what_one_household_has_to_itself(
    app: Flask, address: str, counted_as: str
) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert who() == counted_as


def test_nobody_can_have_a_stranger_mailed_without_end(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, rate_limits=True))
    spellings = ["Ann@example.org", "ann+news@EXAMPLE.org ", "a.n.n@example.org"]
    with app.test_request_context():
        for number in range(6):
            mail_confirmation(name="Ann", email=spellings[number % 3], next_path="/")
        with pytest.raises(TooManyRequests):
            mail_confirmation(name="Ann", email="ann@example.org", next_path="/")
    links = db.session.query(OutboxRow).filter_by(kind="sign_in_link").count()
    assert links == 6
