"""The commands of stories: the import of past projects from published grants."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from forum.core.import_progress import importing, tell
from forum.core.importing import ImportRefusedError
from forum.councils.queries import get_council_by_code
from forum.stories.imports import import_stories

stories_group = AppGroup("stories", help="Take in past projects.")


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(stories_group)


@stories_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--council", "code", help="Code of the council for grants whose place the file does not say.")
@click.option("--licence", default="", help="Under which licence the file is published; shown on each page.")
@click.option("--strict", is_flag=True, help="Refuse the whole file when a single row is wrong.")
def import_stories_command(file: Path, code: str | None, licence: str, strict: bool) -> None:
    """Read a 360Giving CSV or JSON file and make the stub of a story from each grant."""
    with importing(file, label="Grants") as progress:
        council = get_council_by_code(code) if code else None
        if code and council is None:
            raise ImportRefusedError(f"No council has the code {code!r} here. Import the councils first.")
        report = import_stories(file=file, council=council, licence=licence, strict=strict, progress=progress)
    tell(report, "stories")
    if not licence:
        click.echo("  The licence is shown as “not stated”. Say it with --licence when you know it.")
