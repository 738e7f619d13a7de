"""The commands of groups: the import of published grants."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from forum.core.import_progress import importing, tell
from forum.core.importing import ImportRefusedError
from forum.councils.queries import get_council_by_code
from forum.groups.imports import import_groups

groups_group = AppGroup("groups", help="Take in groups.")


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(groups_group)


@groups_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--council", "code", help="Code of the council for groups whose place the file does not say.")
def import_groups_command(file: Path, code: str | None) -> None:
    """Read a 360Giving CSV or JSON file and make a group of each recipient."""
    with importing(file, label="Grants") as progress:
        council = get_council_by_code(code) if code else None
        if code and council is None:
            raise ImportRefusedError(f"No council has the code {code!r} here. Import the councils first.")
        report = import_groups(file=file, council=council, progress=progress)
    tell(report, "groups")
