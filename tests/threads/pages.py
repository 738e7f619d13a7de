"""What tests of pages do again and again."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.factories import csrf_token

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


def send(client: FlaskClient, path: str, page: str | None = None, **typed: Any) -> TestResponse:
    """Send a form as a browser would: with the token of its page."""
    typed["csrf_token"] = csrf_token(client, page or path)
    return client.post(path, data=typed)


def main_of(answer: TestResponse) -> str:
    """The main part of a page: without the menu, which names its own reader."""
    found = MAIN.search(answer.text)
    assert found is not None, answer.text
    return found.group()
