"""How our web server reads what comes from slow clients, and what a proxy on the same machine passes on from anybody."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.request import urlopen
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy.pool import QueuePool
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from bench.stall import slow_clients
from config import Settings
from forum.app import create_app
from forum.core.db import db
from forum.web_lanes import BRIEF_SECONDS, may_accept
from forum.web_worker import BODY_SECONDS, HEADER_SECONDS, CountedApplication, close_slow, has_work
from tests.support.browser import serve
from tests.support.demo import load_once

SOON = 10
"""Seconds within which a visitor has a page; a server that waits for a slow client never answers."""


@pytest.mark.pure
@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO", "REMOTE_USER", "X_Forwarded_For"])
def test_no_header_with_an_underscore_reaches_the_application(header: str) -> None:
    parser = HTTPRequestParser(Adjustments(clear_untrusted_proxy_headers=False))
    parser.received(
        f"GET //evil.example/about HTTP/1.1\r\nHost: here\r\n{header}: //evil.example\r\n\r\n".encode()
    )
    assert parser.completed
    server = SimpleNamespace(
        adj=Adjustments(), effective_port=80, server_name="here", effective_host="here", application=None
    )
    channel = SimpleNamespace(
        server=server, addr=("127.0.0.1", 1234), creation_time=0, check_client_disconnected=None
    )
    environ = WSGITask(channel, parser).get_environment()
    assert "//evil.example" not in {value for name, value in environ.items() if name != "PATH_INFO"}
    assert environ["SCRIPT_NAME"] == ""
    assert environ["PATH_INFO"] == "/evil.example/about"


@pytest.mark.pure
@pytest.mark.parametrize(("has_headers", "seconds"), [(False, HEADER_SECONDS), (True, BODY_SECONDS)])
def test_a_request_that_never_ends_is_closed(
    has_headers: bool, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = HTTPRequestParser(Adjustments())
    parser.headers_finished = has_headers
    channel = SimpleNamespace(request=parser, will_close=False)
    server = SimpleNamespace(active_channels={1: channel, 2: SimpleNamespace(request=None, will_close=False)})
    begun: WeakKeyDictionary[HTTPRequestParser, float] = WeakKeyDictionary()
    moment = 1000.0
    monkeypatch.setattr("forum.web_worker.time.monotonic", lambda: moment)
    close_slow(server, begun)
    moment += seconds
    close_slow(server, begun)
    assert not channel.will_close
    moment += 1
    close_slow(server, begun)
    assert channel.will_close
    assert not server.active_channels[2].will_close


@pytest.mark.pure
def test_a_process_accepts_again_as_soon_as_the_loop_is_woken() -> None:
    """The thread wakes the loop before the dispatcher counts it as idle: one in five hundred visitors waited a second."""
    channel = SimpleNamespace(requests=[SimpleNamespace(error=None, command="GET")], total_outbufs_len=0)
    dispatcher = SimpleNamespace(queue=[], active_count=1)
    server = SimpleNamespace(active_channels={1: channel}, task_dispatcher=dispatcher)
    assert not may_accept(server, 0.1)
    channel.requests = []
    assert may_accept(server, 0.1)
    assert not has_work(server)
    channel.total_outbufs_len = 10
    assert has_work(server)


@pytest.mark.pure
def test_a_process_whose_writer_waits_for_a_lock_goes_on_accepting() -> None:
    def asking(command: str) -> SimpleNamespace:
        return SimpleNamespace(requests=[SimpleNamespace(error=None, command=command)])

    server = SimpleNamespace(active_channels={1: asking("POST")})
    assert not may_accept(server, BRIEF_SECONDS / 2), "another process may be free"
    assert may_accept(server, BRIEF_SECONDS * 2)
    server.active_channels[2] = asking("GET")
    assert not may_accept(server, BRIEF_SECONDS * 2)


@pytest.mark.pure
def test_a_request_in_hand_is_timed_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    busy: list[float] = []

    def application(_environ: object, start_response: object) -> list[bytes]:
        time.sleep(0.02)
        busy.append(counted.seconds_busy())
        start_response("200 OK", [])  # type: ignore[operator]
        return [b""]

    log = logging.getLogger("clearway.test.access")
    counted = CountedApplication(application, log)  # type: ignore[arg-type]
    with caplog.at_level(logging.INFO, "clearway.test.access"):
        counted({"REQUEST_METHOD": "GET", "PATH_INFO": "/about"}, lambda *_given: None)
    assert busy[0] >= 0.02
    assert (counted.number, counted.seconds_busy()) == (1, 0.0)
    assert caplog.messages[0].startswith("GET - 200 OK ")


@pytest.fixture(scope="module")
def port(folder_of_the_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a copy of the demo that has one web process."""
    folder = tmp_path_factory.mktemp("site")
    load_once(folder_of_the_run).site(folder)
    with serve(folder, demo=True, WEB_PROCESSES="1") as site:
        yield int(site.address.rsplit(":", 1)[1])


@pytest.mark.slow
def test_clients_that_send_and_read_slowly_stop_nobody_else(port: int) -> None:
    with slow_clients(port, half_open=40, slow_readers=10, slow_bodies=10):
        time.sleep(1)
        for path in ("/about", "/barriers", "/stories", "/health"):
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=SOON) as answer:  # our own server
                assert answer.status == 200
                assert answer.read()


@pytest.mark.slow
def test_an_answer_names_no_server(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=SOON) as one:
        one.sendall(b"GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        received = b""
        while more := one.recv(65536):
            received += more
    assert received.startswith(b"HTTP/1.1 200")
    assert b"server:" not in received.lower().split(b"\r\n\r\n", 1)[0]


@pytest.mark.sql
def test_making_the_application_opens_no_connection(settings: Settings) -> None:
    """It is made once, before the processes fork; two that shared a connection would read each other's answers."""
    made = create_app(settings)
    with made.app_context():
        assert isinstance(db.engine.pool, QueuePool)
        assert db.engine.pool.checkedin() + db.engine.pool.checkedout() == 0
