"""Nobody learns from the clock, or from the statements, who has an account here."""

from __future__ import annotations

import time
from statistics import median

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from forum.accounts.passwords import hash_password
from forum.core.db import db
from tests.support.factories import csrf_token, make_person
from tests.support.hashing import REAL, hashed_by

ROUNDS = 15


@pytest.mark.slow
def test_signing_in_takes_as_long_for_an_unknown_address_as_for_a_known_one(client: FlaskClient) -> None:
    with hashed_by(REAL):
        emails = {
            "known": make_person(password_hash=hash_password("four grey herons wade")).email,
            "without": make_person().email,
            "unknown": "nobody@example.org",
        }
        token = csrf_token(client, "/sign-in/password")
        took: dict[str, list[float]] = {kind: [] for kind in emails}
        for _ in range(ROUNDS):
            for kind, email in emails.items():
                began = time.process_time()
                data = {"csrf_token": token, "email": email, "password": "five brown otters"}
                assert client.post("/sign-in/password", data=data).status_code == 422
                took[kind].append(time.process_time() - began)
    times = [median(one) for one in took.values()]
    assert max(times) < 1.3 * min(times), took


def test_asking_for_a_link_does_the_same_work_for_every_address(app: Flask, client: FlaskClient) -> None:
    token = csrf_token(client, "/sign-in")
    emails = (make_person().email, "nobody@example.org", make_person(is_staff=True).email)
    done = []
    for email in emails:
        statements: list[str] = []

        def note(_connection, _cursor, statement: str, *_: object, statements=statements) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        assert client.post("/sign-in", data={"csrf_token": token, "email": email}).status_code == 303
        event.remove(db.engine, "before_cursor_execute", note)
        done.append([one for one in statements if "SAVEPOINT" not in one])
    assert done[0] == done[1] == done[2]
    assert done[0]
    assert not any("person" in statement for statement in done[0])
