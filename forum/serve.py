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
from flask import Flask

from config import ROOT, Settings, SettingsError
from forum.app import create_app
from forum.backup import DEFAULT_FOLDER
from forum.core.db import db, transaction
from forum.core.file_permissions import close_instance, close_tree, make_private_by_default
from forum.core.restored_mails import count_set_aside
from forum.core.site import find_site
from forum.demo.initial_data import has_administrator, is_empty, list_public_accounts, record_upgraded_site
from forum.demo.people import describe

GRACE_SECONDS = 10
WEB_PROCESSES = 3
Process = subprocess.Popen[bytes]
STAYS_REAL = "This is a real site. DEMO means nothing here: no demo content is loaded, and no code is shown."
STAYS_DEMO = "This database was made as a demo, and stays one. For a real site, use an empty INSTANCE_FOLDER."
NO_ADMINISTRATOR = (
    "No one looks after this site yet. Make its first administrator with\n"
    "  .venv/bin/flask --app wsgi accounts create-administrator you@example.org --name 'Your Name'"
)
SET_ASIDE = "mails from before a restore wait for you: see /moderation/outbox, or `flask outbox list`."
PUBLIC_ACCOUNTS = "Warning: everyone can know the passwords of these accounts of the demo. Suspend them:"


def main() -> int:
    """Prepare the site and serve it until Ctrl-C; returns the exit code."""
    make_private_by_default()
    port = os.environ.get("PORT") or "8000"
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DEMO", "1")
    settings = Settings.from_environment()
    close_instance(settings)
    close_tree(ROOT / DEFAULT_FOLDER)
    settings.address_mark.write_text(settings.base_url)
    about = prepare(settings)
    print(f"\nClearway is at http://127.0.0.1:{port}\n\n{about}\n\nCtrl-C stops it.\n", flush=True)  # noqa: T201  # a command prints
    return _serve(port)


def prepare(settings: Settings) -> str:
    """Migrate; fill an empty database where a demo is asked for; returns what to tell whoever started it."""
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=app.extensions["migrate"].directory)
        if find_site() is None:
            _record_first_start(app, settings)
        about = _describe(settings)
        db.session.remove()
        db.engine.dispose()
    return about


def _record_first_start(app: Flask, settings: Settings) -> None:
    """Write into the database what it is: once, when it is empty or comes from before that was written."""
    if settings.demo and is_empty():
        print("Loading demo content (once) ...", flush=True)  # noqa: T201
        app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
    else:
        with transaction():
            record_upgraded_site(settings.old_demo_mark)


def _describe(settings: Settings) -> str:
    site = find_site()
    if site is not None and site.is_demo:
        return describe() if settings.demo else f"{describe()}\n\n{STAYS_DEMO}"
    lines = [STAYS_REAL] if settings.demo else []
    if public := list_public_accounts():
        lines.append(f"{PUBLIC_ACCOUNTS} {', '.join(public)}")
    if not has_administrator():
        lines.append(NO_ADMINISTRATOR)
    if number := count_set_aside():
        lines.append(f"{number} {SET_ASIDE}")
    return "\n\n".join(lines) or "This is a real site."


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
