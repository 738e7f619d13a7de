"""Starts everything with one command: database, demo content, web server and worker, and stops it cleanly.

`make run` calls it as `python -m forum.serve`. Where a supervisor such as systemd is at hand, run
gunicorn and `flask worker` as two services instead (docs/deploying.md).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

GRACE_SECONDS = 10
ROOT = Path(__file__).resolve().parent.parent
Process = subprocess.Popen[bytes]


def main() -> int:
    """Prepare the site and serve it until Ctrl-C; returns the exit code."""
    port = os.environ["PORT"] = os.environ.get("PORT") or "8000"
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DEMO", "1")
    prepared = subprocess.run(
        [sys.executable, "-m", "forum.startup"], cwd=ROOT, check=False
    )  # our own command
    return prepared.returncode or _serve(port)


def _serve(port: str) -> int:
    bind = f"{os.environ.get('HOST', '127.0.0.1')}:{port}"
    web = [sys.executable, "-m", "gunicorn", "--bind", bind, "--config", "gunicorn.conf.py", "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    processes = [subprocess.Popen(command, cwd=ROOT) for command in (web, worker)]  # noqa: S603  # our own commands

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
        return next((process.returncode for process in processes if process.returncode), 1)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(processes)


def _stop(processes: list[Process]) -> None:
    """Ask both to stop; a worker finishes the row in hand, the web server the requests in hand."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + GRACE_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before anything was served
        sys.exit(130)
