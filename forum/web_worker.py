"""The web server's process: reads each request whole before a thread takes it, so that slow clients cost nobody else anything (ADR 41).

gunicorn starts such processes, renews them and stops them; Waitress reads requests and sends answers beside the two
threads that run the application, one for what reads and one for what writes (forum/web_lanes.py). A connection that
sends slowly holds a file descriptor and a few kilobytes, no thread.
"""

from __future__ import annotations

import logging
import os
import resource
import time
from collections.abc import Callable, Iterable
from threading import get_ident
from typing import Any
from weakref import WeakKeyDictionary

from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

from forum.web.request_log import NOTES, ROUTE
from forum.web.transactions import WAITED
from forum.web_lanes import BRIEF_SECONDS, TwoLanes, here, may_accept, waiting_requests

MOST_CONNECTIONS = 4000
"""Connections a process keeps open at once, where the system lets it have as many file descriptors."""
DESCRIPTORS_EACH = 2
"""A connection's own, and one for a body or an answer that is kept in a file."""
HEADER_SECONDS, BODY_SECONDS = 30, 600
"""How long the headers of a request may take to arrive, and its body."""
IDLE_SECONDS = 60
LARGEST_HEADERS = 32_000
LARGEST_BODY = 65_000_000
"""Bytes; views that take files allow 61 MB, and refuse more in words of their own."""
POLL_SECONDS = 1.0
"""How long to wait for the network before looking at the clock again."""

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class BufferingWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """A process that reads one request and writes one at a time, out of thousands of connections."""

    alive: bool

    def run(self) -> None:
        """Serve until told to stop, then finish what has begun."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits is no news
        counted = CountedApplication(self.wsgi, self.log.access_log)
        sockets: dict[int, Any] = {}
        servers = [self._server(counted, one.sock, sockets) for one in self.sockets]
        begun: WeakKeyDictionary[HTTPRequestParser, float] = WeakKeyDictionary()
        next_look = 0.0
        while self.alive:
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + POLL_SECONDS
                self._look(servers, counted, begun)
            for server in servers:  # a process that is free takes the next
                server.accepting = may_accept(server, counted.seconds_busy())
            sleep = POLL_SECONDS if all(one.accepting for one in servers) else BRIEF_SECONDS
            wasyncore.loop(sleep, use_poll=True, map=sockets, count=1)
            self.alive = self.alive and counted.number < self.max_requests and self.ppid == os.getppid()
        self._finish(servers, sockets)

    def _look(
        self,
        servers: list[BaseWSGIServer],
        counted: CountedApplication,
        begun: WeakKeyDictionary[HTTPRequestParser, float],
    ) -> None:
        """Record that this process lives, unless its request has taken too long: then gunicorn starts another in its place."""
        if counted.seconds_busy() < self.timeout:
            self.notify()
        for server in servers:
            close_slow(server, begun)

    def _server(self, application: Application, listener: object, sockets: dict[int, Any]) -> BaseWSGIServer:
        most = min(MOST_CONNECTIONS, raise_descriptors() // DESCRIPTORS_EACH)
        return create_server(
            application,
            map=sockets,
            sockets=[listener],
            _dispatcher=TwoLanes(),
            backlog=self.cfg.backlog,
            connection_limit=most,
            channel_timeout=IDLE_SECONDS,
            max_request_header_size=LARGEST_HEADERS,
            max_request_body_size=LARGEST_BODY,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # the application reads them, as BEHIND_PROXIES says
            ident="",
        )

    def _finish(self, servers: list[BaseWSGIServer], sockets: dict[int, Any]) -> None:
        until = time.monotonic() + float(self.cfg.graceful_timeout)
        for server in servers:
            server.accepting = False
        while time.monotonic() < until and any(map(has_work, servers)):
            self.notify()
            wasyncore.loop(0.2, use_poll=True, map=sockets, count=1)
        for server in servers:
            server.task_dispatcher.shutdown(timeout=1)


class CountedApplication:
    """The application, with how many requests it was asked and since when it has been at one."""

    def __init__(self, application: Application, log: logging.Logger) -> None:
        self._application = application
        self._log = log
        self._began: dict[int, float] = {}
        self.number = 0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        began = self._began[get_ident()] = time.monotonic()
        environ[WAITED] = here.waited
        self.number += 1
        status = ""

        def note(given: str, *more: Any) -> Any:  # noqa: ANN401  # as WSGI has it
            nonlocal status
            status = given
            return start_response(given, *more)

        try:
            return self._application(environ, note)
        finally:
            self._began.pop(get_ident(), None)
            taken = 1000 * (time.monotonic() - began)
            self._log.info(
                "%s %s %s %.0f ms",
                environ["REQUEST_METHOD"],
                environ.get(NOTES, {}).get(ROUTE, "-"),
                status,
                taken,
            )

    def seconds_busy(self) -> float:
        """Return how long the oldest request in hand has taken so far; 0 where there is none."""
        began = min(list(self._began.values()), default=None)
        return time.monotonic() - began if began is not None else 0.0


def raise_descriptors() -> int:
    """Allow this process as many file descriptors as the system lets it have; return how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS * DESCRIPTORS_EACH
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(soft, most)


def close_slow(server: BaseWSGIServer, begun: WeakKeyDictionary[HTTPRequestParser, float]) -> None:
    """Close connections whose request has taken too long to arrive; `begun` says when each was first seen."""
    now = time.monotonic()
    for channel in list(server.active_channels.values()):
        request = channel.request
        if request is None:
            continue
        most = BODY_SECONDS if request.headers_finished else HEADER_SECONDS
        if now - begun.setdefault(request, now) > most:
            channel.will_close = True


def has_work(server: BaseWSGIServer) -> bool:
    """Return whether a request waits for its answer, or an answer for its reader."""
    return bool(waiting_requests(server)) or any(
        one.total_outbufs_len for one in list(server.active_channels.values())
    )
