"""Commands that check and rebuild the figures."""

from __future__ import annotations

import click
from flask import Flask

from forum.core.db import fair_turns
from forum.dashboards.engine.snapshot_sync import find_differences, rebuild

MOST_SHOWN = 50


def register(app: Flask) -> None:
    """Add the commands to `flask`."""

    @app.cli.group("dashboards")
    def dashboards() -> None:
        """Look after the figures of the dashboards."""

    @dashboards.command("rebuild")
    def rebuild_all() -> None:
        """Rebuild the summary tables from the rows."""
        with fair_turns():
            click.echo(f"{rebuild()} barriers are counted.")

    @dashboards.command("check")
    def check() -> None:
        """Compare the summary tables with the rows; exits with 1 when they differ."""
        differences = find_differences()
        for name, what in differences[:MOST_SHOWN]:
            click.echo(f"{name}: {what}")
        if len(differences) > MOST_SHOWN:
            click.echo("... and more")
        if differences:
            raise SystemExit(1)
        click.echo("The figures and the rows agree.")
