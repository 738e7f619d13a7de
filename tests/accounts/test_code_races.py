"""A code that two browsers send at the very same moment lets one of them in: from the phone, or from paper."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from forum.accounts.one_time_codes import code_now
from forum.accounts.passwords import hash_password
from forum.accounts.recovery_codes import make_recovery_codes
from forum.accounts.views import second_step
from forum.app import create_app
from forum.core.db import Base, commit, db
from tests.accounts.mailing import send
from tests.support.databases import create_database, name_of_this_process
from tests.support.factories import csrf_token, make_person

pytestmark = pytest.mark.sql

GOOD, SECRET = "four grey herons wade", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """A site of its own, whose requests really run beside each other."""
    url = f"sqlite:///{tmp_path / 'race.db'}"
    if settings.is_postgresql:
        url = create_database(name_of_this_process("codes"))
    app = create_app(replace(settings, database_url=url, instance_folder=tmp_path))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def wait_for_each_other(both: threading.Barrier) -> None:
    """Go on together; on SQLite the second comes only when the first has finished, and nobody waits for it."""
    with contextlib.suppress(threading.BrokenBarrierError):
        both.wait(0.7)


@pytest.mark.parametrize("page", ["/sign-in/code", "/sign-in/recovery-code"])
def test_of_two_who_send_one_code_at_one_moment_one_gets_in(
    site: Flask, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    both = threading.Barrier(2)
    for name in ("use_code", "use_recovery_code"):
        monkeypatch.setattr(second_step, name, after_waiting(both, getattr(second_step, name)))
    with site.app_context():
        person = make_person("Olu", is_staff=True, password_hash=hash_password(GOOD), totp_secret=SECRET)
        (recovery_code, *_), email = make_recovery_codes(person=person), person.email
        commit()
        db.session.remove()
    clients = [site.test_client() for _ in range(2)]
    for client in clients:
        send(client, "/sign-in/password", email=email, password=GOOD)
    code = recovery_code if "recovery" in page else code_now(SECRET)
    tokens = [csrf_token(client, page) for client in clients]

    def press(client: FlaskClient, token: str) -> int:
        return client.post(page, data={"csrf_token": token, "code": code}).status_code

    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(press, clients, tokens))
    assert sorted(statuses) == [303, 422]
    assert sorted(client.get("/account").status_code for client in clients) == [200, 302]


def after_waiting(both: threading.Barrier, use: Callable[..., bool]) -> Callable[..., bool]:
    def wait_and_use(**given: object) -> bool:
        wait_for_each_other(both)  # both have found the code to be right, and neither has used it
        return use(**given)

    return wait_and_use
