"""What the person who runs the site may ask about barriers in the shell."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from forum.barriers.actions.deadline import find_wrong_deadlines, set_deadlines
from forum.core.db import transaction

barriers = AppGroup("barriers", help="Check what is kept about barriers.")


@barriers.command("check-deadlines")
@click.option("--mend", is_flag=True, help="Write the right days where they differ.")
def check_deadlines(*, mend: bool) -> None:
    """Compare each barrier's stored day with what its history says; fails when one differs."""
    wrong = find_wrong_deadlines()
    print(f"{len(wrong)} barriers with a wrong day." if wrong else "Every barrier has the right day.")
    if wrong and mend:
        for number in wrong:
            with transaction():
                set_deadlines(council_id=None, after=number - 1)
        print("Mended.")
    elif wrong:
        raise SystemExit(1)


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(barriers)
