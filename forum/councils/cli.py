"""The commands of councils: the imports of councils and of their wards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from forum.core.db import transaction
from forum.core.import_progress import importing, tell
from forum.councils.area_imports import import_areas
from forum.councils.handover import Handover, pass_on_all
from forum.councils.imports import import_councils
from forum.councils.place_imports import import_place_codes

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
        handovers = pass_on_all()
    tell(report, "councils")
    for one in handovers:
        notify_handover(one)


@councils_group.command("pass-on")
def pass_on_command() -> None:
    """Pass on what is still at councils that have closed; the worker does it on the day, and the import too."""
    with transaction():
        handovers = pass_on_all()
    for one in handovers:
        notify_handover(one)
    click.echo("Done." if handovers else "Nothing is left at a council that has closed.")


def notify_handover(done: Handover) -> None:
    """Say what passed from a council to which others."""
    to = " and ".join(one.official_name for one in done.successors)
    parts = [f"{number:,} {what}{'' if number == 1 else 's'}" for what, number in sorted(done.moved.items())]
    click.echo(
        f"{done.council.official_name} closed on {done.council.ended_on}: {', '.join(parts)} went to {to}."
    )


@areas_group.command("codes")
@a_file
def import_place_codes_command(file: Path) -> None:
    """Read a CSV that says in which ward and council postcodes or areas of the census (LSOA) lie."""
    with importing(file, label="Places") as progress:
        report = import_place_codes(file=file, progress=progress)
    tell(report, "places")


@areas_group.command("import")
@a_file
@click.option("--council", required=True, help="Its local-authority code (TRF) or GSS code (E08000009).")
@click.option(
    "--from",
    "starts_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which new wards begin and those whose place they take end; today if you do not say it.",
)
def import_areas_command(file: Path, council: str, starts_on: datetime | None) -> None:
    """Read a GeoJSON file of wards into one council."""
    day = starts_on.date() if starts_on else None
    with importing(file, label="Areas") as progress:
        report = import_areas(council_code=council, file=file, progress=progress, starts_on=day)
    tell(report, "areas")
