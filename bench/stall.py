"""Measures whether slow clients stop a server for everyone else: how long visitors wait, quiet and under them.

    python -m bench.stall --port 8000 --pid PID --half-open 1000 --slow-readers 200 --slow-bodies 100

asks a running server; PID is that of its first process, and the memory of all its processes is added up. Half-open clients send the beginning of a request and no more; slow readers ask for a page and
take a few bytes a second; slow bodies promise a form and send a byte a second. Times are milliseconds of wall time
for one visitor who asks one page after the other.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import math
import re
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

PAGES = ("/", "/barriers", "/stories", "/search?q=insurance", "/obstacles")
SMALL_BUFFER = 1024
"""Bytes that a slow reader's own socket takes in before it stops the sender."""


def visit(port: int, seconds: float) -> list[float]:
    """Ask one page after the other for some seconds; return how long each took that was answered, in milliseconds."""
    taken: list[float] = []
    until = time.monotonic() + seconds
    for path in cycle(PAGES):
        if time.monotonic() > until:
            break
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.suppress(OSError):
            connection.request("GET", path)
            connection.getresponse().read()
            taken.append(1000 * (time.monotonic() - began))
        connection.close()
    return taken


def p95(taken: list[float]) -> float:
    """Return the 95th percentile; endless where next to nothing was answered."""
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else math.inf


def memory(pid: int) -> float:
    """Return the megabytes of a process and of all below it, what they share counted once; 0 for no process."""
    if not pid:
        return 0.0
    task = Path(f"/proc/{pid}")
    pss = re.search(r"Pss:\s+(\d+)", (task / "smaps_rollup").read_text())
    below = (task / "task" / str(pid) / "children").read_text().split()
    return int(pss[1] if pss else 0) / 1000 + sum(memory(int(one)) for one in below)


def connect(port: int, *, buffer: int = 0) -> socket.socket:
    """Open a connection, with a small buffer for a reader who should stop the sender."""
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if buffer:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    one.settimeout(5)
    one.connect(("127.0.0.1", port))
    return one


@contextlib.contextmanager
def slow_clients(port: int, *, half_open: int, slow_readers: int, slow_bodies: int) -> Iterator[None]:
    """Keep so many slow clients connected; each that the server closes comes back."""
    stop = threading.Event()
    makers = [_half_open] * half_open + [_slow_reader] * slow_readers + [_slow_body] * slow_bodies
    thread = threading.Thread(target=_drip, args=(port, makers, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _drip(port: int, makers: list, stop: threading.Event) -> None:  # type: ignore[type-arg]
    clients: list[socket.socket | None] = [None] * len(makers)
    while not stop.is_set():
        for number, maker in enumerate(makers):
            if stop.is_set():
                break
            one = clients[number]
            try:
                if one is None:
                    clients[number] = one = connect(port, buffer=SMALL_BUFFER if maker is _slow_reader else 0)
                    one.sendall(maker())
                    one.setblocking(False)  # the socket's own parameter
                else:
                    _go_on(one, maker)
            except BlockingIOError:
                continue
            except OSError:
                clients[number] = None
                if one is not None:
                    one.close()
        stop.wait(1)
    for one in clients:
        if one is not None:
            one.close()


def _go_on(one: socket.socket, maker: object) -> None:
    if maker is _slow_reader:
        if not one.recv(16):
            raise ConnectionError
    else:
        one.send(b"a" if maker is _slow_body else b"X-A: b\r\n")


def _half_open() -> bytes:
    return b"GET /barriers HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def _slow_reader() -> bytes:
    return b"GET /barriers HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n\r\n"


def _slow_body() -> bytes:
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\nquery="
    return b"POST /who-can-help HTTP/1.1\r\nHost: 127.0.0.1\r\n" + form


def main() -> None:
    """Measure quiet, then under slow clients, then quiet again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, default=0)
    parser.add_argument("--half-open", type=int, default=1000)
    parser.add_argument("--slow-readers", type=int, default=200)
    parser.add_argument("--slow-bodies", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    visit(given.port, 3)
    quiet = visit(given.port, given.seconds)
    memory_quiet = memory(given.pid)
    kinds = {
        "half_open": given.half_open,
        "slow_readers": given.slow_readers,
        "slow_bodies": given.slow_bodies,
    }
    with slow_clients(given.port, **kinds):
        time.sleep(5)
        stalled = visit(given.port, given.seconds)
        memory_stalled = memory(given.pid)
    again = visit(given.port, given.seconds)
    for name, taken in (("quiet", quiet), ("with slow clients", stalled), ("quiet again", again)):
        print(
            f"{name:18} pages {len(taken):5} median {statistics.median(taken or [math.inf]):8.1f} p95 {p95(taken):8.1f} ms"
        )
    if given.pid:
        ratio = memory_stalled / memory_quiet
        print(
            f"memory {memory_quiet:.0f} MB quiet, {memory_stalled:.0f} MB with slow clients: {ratio:.2f} times"
        )
    print(f"p95 with slow clients is {p95(stalled) / max(p95(quiet), p95(again)):.2f} times the quiet one")


if __name__ == "__main__":
    main()
