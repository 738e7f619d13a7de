"""Two lanes in a web process: requests that only read never wait behind one that writes (ADR 48).

Whoever writes may wait for the database's lock for seconds. One thread runs what reads, another what writes; a
process goes on accepting visitors while its writer waits.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import ThreadedTaskDispatcher

from forum.web.transactions import SAFE_METHODS

BRIEF_SECONDS = 0.25
"""For how long a process that writes accepts nobody, since another may be free; then its writer waits for a lock."""


class TwoLanes:
    """Hands each request to the thread of its lane, in the order in which they arrived; Waitress calls it."""

    def __init__(self) -> None:
        self._reading, self._writing = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        for lane in (self._reading, self._writing):
            lane.set_thread_count(1)

    def add_task(self, channel: HTTPChannel) -> None:
        """Put the channel's next request into its lane."""
        lane = self._writing if writes(channel.requests[0]) else self._reading
        lane.add_task(ArrivedTask(channel))

    def shutdown(self, *, cancel_pending: bool = True, timeout: float = 5) -> None:
        """Let both finish what they are at."""
        until = time.monotonic() + timeout
        for lane in (self._reading, self._writing):
            lane.shutdown(cancel_pending, max(0.0, until - time.monotonic()))


class ArrivedTask:
    """A request that waits for its thread, and since when."""

    def __init__(self, channel: HTTPChannel) -> None:
        self._channel = channel
        self._at = time.monotonic()

    def service(self) -> None:
        """Answer it; the application can ask how long it has waited."""
        here.waited = time.monotonic() - self._at
        self._channel.service()

    def cancel(self) -> None:
        """Give it up."""
        self._channel.cancel()


class Here(threading.local):
    """What the thread at hand knows of the request it answers."""

    waited = 0.0


here = Here()


def writes(request: Any) -> bool:  # noqa: ANN401  # Waitress has no types for it
    """Return whether a request may change something; one that could not be read is answered among those that read."""
    return not request.error and str(getattr(request, "command", "GET")) not in SAFE_METHODS


def waiting_requests(server: BaseWSGIServer) -> list[Any]:
    """Return the request in hand of each connection that has one.

    The thread empties `requests` before it wakes the loop. What the dispatcher counts changes after that: a loop that
    looked there could see a busy thread, and sleep with nobody to wake it.
    """
    busy = [channel.requests for channel in list(server.active_channels.values()) if channel.requests]
    return [one for requests in busy for one in requests[:1]]


def may_accept(server: BaseWSGIServer, seconds_writing: float) -> bool:
    """Return whether this process should take the next visitor, or leave them to another."""
    waiting = waiting_requests(server)
    return all(map(writes, waiting)) and (not waiting or seconds_writing > BRIEF_SECONDS)
