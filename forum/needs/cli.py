"""A command that writes what people opened from searches, for judging the ranking by."""

from __future__ import annotations

import click
from flask import Flask

from forum.needs.queries import list_opened, list_searches


def register(app: Flask) -> None:
    """Add the command to `flask`."""

    @app.cli.group("needs")
    def needs() -> None:
        """See what people look for."""

    @needs.command("judged")
    def judged() -> None:
        """Write words and the title of what was opened for them several times, with a tab between: one line each.

        Read them before you believe them; `python -m bench.relevance --what paraphrases FILE` takes what is left.
        """
        for one in list_opened(list_searches()):
            click.echo(f"{one.words}\t{one.title}")
