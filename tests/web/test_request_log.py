"""Every answer has an id, the log is JSON that names nobody, and what is counted is counted across processes."""

from __future__ import annotations

import io
import json
import logging
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from forum.core.db import db
from forum.core.logs import JsonFormatter, redact
from forum.web.health import EXTENSION
from forum.web.request_log import HEADER
from tests.support.browser import serve
from tests.support.factories import make_person

TOKEN = "a-token-of-the-monitor-0001"
NAME, ADDRESS = "Wilhelmina Quackenbush", "wilhelmina.q@example.org"
SECRET = "IjE3Ig.aSxPpA.N5vQkq0HbY8s2TzV9m1xQwErTyU"


def test_every_answer_has_an_id_of_its_own(app: Flask) -> None:
    client = app.test_client()
    ids = [
        client.open(path, method=method).headers[HEADER]
        for path in ("/about", "/nowhere")
        for method in ("GET", "HEAD", "POST")
    ]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in ids)
    given = client.get("/about", headers={HEADER: "given-by-a-stranger"}).headers.get_all(HEADER)
    assert len(given) == 1
    assert given != ["given-by-a-stranger"], "only a proxy that we know of may name a request"


def test_no_answer_shows_an_internal_header(app: Flask) -> None:
    client = app.test_client()
    for method in ("GET", "HEAD"):
        assert "X-Keep" not in client.open("/about", method=method).headers


@pytest.fixture
def lines(app: Flask) -> Iterator[io.StringIO]:
    """What is written as JSON meanwhile, by everything that logs."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def fail(words: str) -> None:
    raise ValueError(words)


def test_the_log_names_nobody(app: Flask, lines: io.StringIO) -> None:
    log = logging.getLogger("forum.anything")
    make_person(NAME, email=ADDRESS)
    with db.session.no_autoflush:
        try:
            make_person(NAME, email=ADDRESS)
        except IntegrityError:
            db.session.rollback()
            log.exception("outbox rows %s failed", [1])
    try:
        fail(f"{NAME} typed {ADDRESS}")
    except ValueError as error:
        log.warning("rows %s are tried again: %s", [2], error)
        log.exception("it failed")
    log.info("no mail to %s <%s>, link /sign-in/link/%s from 192.0.2.17", "somebody", ADDRESS, SECRET)
    app.logger.error("answered with 503: %s", "550 5.1.1 <" + ADDRESS + "> unknown")
    text = lines.getvalue()
    for planted in (NAME, "Quackenbush", ADDRESS, SECRET, "192.0.2.17"):
        assert planted not in text
    parsed = [json.loads(line) for line in text.splitlines()]
    assert {"IntegrityError", "ValueError"} <= {line.get("error") for line in parsed}
    assert any("test_request_log.py" in place for line in parsed for place in line.get("at", []))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("to a.b+c@example.org: no", "to [address]: no"),
        (f"/confirm/{SECRET} was opened", "/confirm/[token] was opened"),
        ("0123456789abcdef0123456789abcdef", "[token]"),
        ("from 10.1.2.3", "from [network]"),
        ("the worker goes on after an error", "the worker goes on after an error"),
        (
            "outbox rows [12, 13] failed at barriers.actions.removal",
            "outbox rows [12, 13] failed at barriers.actions.removal",
        ),
    ],
)
def test_a_message_keeps_its_words_and_loses_what_is_somebodys(message: str, left: str) -> None:
    assert redact(message) == left


def test_numbers_are_for_who_has_the_token(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    assert client.get("/metrics").status_code == 404
    monkeypatch.setitem(
        app.extensions, "clearway_settings", replace(app.extensions["clearway_settings"], metrics_token=TOKEN)
    )
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    known = {"Authorization": f"Bearer {TOKEN}"}
    client.get("/about")
    text = client.get("/metrics", headers=known).text
    for name in (
        "clearway_worker_unseen_seconds",
        "clearway_outbox_age_seconds",
        "clearway_dead_letters",
        "clearway_mails_sent_in_a_day",
    ):
        assert re.search(rf"^{name} -?\d", text, re.MULTILINE)
    assert re.search(
        r'^clearway_requests_total{method="GET",route="/about",status="200"} [1-9]', text, re.MULTILINE
    )
    assert re.search(r'^clearway_request_seconds_bucket{le="0.5",route="/about"} [1-9]', text, re.MULTILINE)
    assert "clearway_dead_letters" not in (client.get("/health").json or {})
    assert "clearway_dead_letters" in (client.get("/health", headers=known).json or {})


def test_one_part_that_does_not_work_is_named_and_hides_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("forum.web.health._can_write", broken)
    app.extensions.pop(EXTENSION, None)
    answer = app.test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["writes"], answer.json["database"], answer.json["files"], answer.json["search"]) == (
        False,
        True,
        True,
        True,
    )


def ask(address: str) -> str:
    """Ask our own server as the monitor does."""
    asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
        return str(answer.read().decode())


@pytest.mark.slow
def test_processes_count_together_and_a_real_log_names_nobody(tmp_path: Path) -> None:
    settings = {"LOG_FORMAT": "json", "METRICS_TOKEN": TOKEN, "WEB_PROCESSES": "2", "KEEP_PAGES": "5s"}
    with serve(tmp_path, demo=False, **settings) as site:
        for number in range(40):
            ask(f"{site.address}/barriers?q={ADDRESS}&n={number % 3}")
        with pytest.raises(urllib.error.HTTPError) as refused:
            ask(f"{site.address}/confirm/{SECRET}")
        refused.value.close()
        counts = [ask(f"{site.address}/metrics") for _ in range(3)]
    for text in counts:
        found = re.search(r'requests_total{method="GET",route="/barriers",status="200"} (\d+)', text)
        assert found is not None
        assert int(found[1]) == 40
    log = (tmp_path / "log").read_text()
    assert ADDRESS not in log
    assert SECRET not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line.get("route") == "/barriers"]
    assert len(requests) == 40
    assert all(line["request_id"] and line["status"] == 200 for line in requests)
    assert any(line.get("route") == "/confirm/<token>" for line in lines)
