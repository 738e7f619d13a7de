"""The commands of councils: the imports of councils and of their wards."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from forum.core.import_telling import importing, tell
from forum.councils.area_imports import import_areas
from forum.councils.imports import import_councils

councils_group = AppGroup("councils", help="Take in councils.")
areas_group = AppGroup("areas", help="Take in wards.")
a_file = click.argument("file", type=click.Path(path_type=Path))


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(councils_group)
    app.cli.add_command(areas_group)


@councils_group.command("import")
@a_file
def import_councils_command(file: Path) -> None:
    """Read the CSV of UK local authorities; run it again whenever there is a newer one."""
    with importing(file, label="Councils") as progress:
        report = import_councils(file=file, progress=progress)
    tell(report, "councils")


@areas_group.command("import")
@a_file
@click.option("--council", required=True, help="Its local-authority code (TRF) or GSS code (E08000009).")
def import_areas_command(file: Path, council: str) -> None:
    """Read a GeoJSON file of wards into one council."""
    with importing(file, label="Areas") as progress:
        report = import_areas(council_code=council, file=file, progress=progress)
    tell(report, "areas")
