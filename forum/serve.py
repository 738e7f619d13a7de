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

import flask_migrate
from sqlalchemy import func, select

from config import Settings, SettingsError
from forum.accounts.models import Person
from forum.app import create_app
from forum.core.db import db

GRACE_SECONDS = 10
WEB_PROCESSES = 3
Process = subprocess.Popen[bytes]


def main() -> int:
    """Prepare the site and serve it until Ctrl-C; gives the exit code."""
    port = os.environ.get("PORT") or "8000"
    demo = os.environ.get("DEMO", "1") != "0"
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    os.environ["DEMO"] = "1" if demo else "0"
    settings = Settings.from_environment()
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    settings.address_mark.write_text(settings.base_url)
    if demo:
        settings.demo_mark.touch()
    _prepare(settings, demo=demo)
    print(_welcome(settings, port), flush=True)  # noqa: T201  # a command prints
    return _serve(port)


def _prepare(settings: Settings, *, demo: bool) -> None:
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=app.extensions["migrate"].directory)
        if demo and not db.session.scalar(select(func.count(Person.id))):
            print("Loading demo content (once) ...", flush=True)  # noqa: T201
            app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
        db.session.remove()
        db.engine.dispose()


def _welcome(settings: Settings, port: str) -> str:
    if settings.demo:
        from forum.demo.people import describe  # noqa: PLC0415  # an empty site needs none of it

        accounts = describe()
    else:
        accounts = (
            "This site is empty. Make its first administrator with\n"
            "  .venv/bin/flask --app wsgi accounts create-administrator you@example.org --name 'Your Name'"
        )
    return f"\nClearway is at http://127.0.0.1:{port}\n\n{accounts}\n\nCtrl-C stops it.\n"


def _serve(port: str) -> int:
    bind = f"{os.environ.get('HOST', '127.0.0.1')}:{port}"
    web = [sys.executable, "-m", "gunicorn", "--bind", bind, "--config", "gunicorn.conf.py", "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    root = Path(__file__).resolve().parent.parent
    processes = [subprocess.Popen(command, cwd=root) for command in (web, worker)]  # noqa: S603  # our own commands

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
    except SettingsError as error:
        sys.exit(f"Clearway cannot start: {error}")
