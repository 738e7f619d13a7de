"""Reads the mails that accounts wrote, and follows their links."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.handlers import HANDLERS
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from tests.support.factories import csrf_token


def mails() -> list[dict[str, Any]]:
    """Let the worker find out who asked, and give the mails that wait to be sent."""
    Worker(HANDLERS).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows]


def link_in(mail: dict[str, Any]) -> str:
    """Give the path of the link in a mail."""
    return re.search(r"http://127\.0\.0\.1:8000(/(?:sign-in/link|invitations)/\S+)", mail["text"]).group(1)


def send(client: FlaskClient, path: str, page: str = "", **typed: str) -> TestResponse:
    """Fill a form in and send it, as a browser does."""
    return client.post(path, data={"csrf_token": csrf_token(client, page or path), **typed})


def mailed_link(client: FlaskClient, email: str, next_path: str = "/") -> str:
    """Ask for a link, and give it."""
    answer = send(client, "/sign-in", email=email, next=next_path)
    assert answer.status_code == 303, answer.text
    return link_in(mails()[-1])
