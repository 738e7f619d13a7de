"""A command that looks for themes at once."""

from __future__ import annotations

from flask import Flask

from forum.core.formatting import count
from forum.search.current import meaning
from forum.themes.actions.finding import find_and_store


def register(app: Flask) -> None:
    """Add the command to `flask`."""

    @app.cli.group("themes")
    def themes() -> None:
        """Look after the themes that are offered to leads and moderators."""

    @themes.command("find")
    def find() -> None:
        """Look for themes now, as the worker does each night."""
        if meaning() is None:
            print("Themes need search by meaning, which is off here.")
            raise SystemExit(1)
        print(f"{count(find_and_store(), 'theme')} offered.")
