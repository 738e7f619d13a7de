"""What each start does before anybody is served: migrates the database, fills an empty one where a demo is asked for.

`forum.serve` runs it as a process of its own, so that the one that stays to watch over the site stays small.
"""

from __future__ import annotations

import os
import sys

import flask_migrate
from flask import Flask

from config import ROOT, Settings, SettingsError
from forum.app import create_app
from forum.backup import DEFAULT_FOLDER
from forum.cli import NOT_NAMED
from forum.core.db import db, transaction
from forum.core.file_permissions import close_instance, close_tree, make_private_by_default
from forum.core.restored_mails import count_set_aside
from forum.core.site import find_site
from forum.demo.initial_data import has_administrator, is_empty, list_public_accounts, record_upgraded_site
from forum.demo.people import describe

STAYS_REAL = "This is a real site. DEMO means nothing here: no demo content is loaded, and no code is shown."
STAYS_DEMO = "This database was made as a demo, and stays one. For a real site, use an empty INSTANCE_FOLDER."
NO_ADMINISTRATOR = (
    "No one looks after this site yet. Make its first administrator with\n"
    "  .venv/bin/flask --app wsgi accounts create-administrator you@example.org --name 'Your Name'"
)
SET_ASIDE = "mails from before a restore wait for you: see /moderation/outbox, or `flask outbox list`."
PUBLIC_ACCOUNTS = "Warning: everyone can know the passwords of these accounts of the demo. Suspend them:"


def main() -> None:
    """Prepare the site that the environment describes, and print what to tell whoever started it."""
    make_private_by_default()
    settings = Settings.from_environment()
    close_instance(settings)
    close_tree(ROOT / DEFAULT_FOLDER)
    settings.address_mark.write_text(settings.base_url)
    about = prepare(settings)
    said = f"Clearway is at http://127.0.0.1:{os.environ['PORT']}\n\n{about}\n\nCtrl-C stops it."
    print(f"\n{said}\n", flush=True)  # noqa: T201  # a command prints


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
    if settings.unnamed:
        lines.append(f"{NOT_NAMED} {' and '.join(settings.unnamed)}.")
    if number := count_set_aside():
        lines.append(f"{number} {SET_ASIDE}")
    return "\n\n".join(lines) or "This is a real site."


if __name__ == "__main__":
    try:
        main()
    except SettingsError as error:
        sys.exit(f"Clearway cannot start: {error}")
