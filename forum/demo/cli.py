"""Commands that fill a site with demo content."""

from __future__ import annotations

import click
from flask import Flask

from forum.accounts.one_time_codes import code_now
from forum.core.db import transaction
from forum.core.site import is_demo
from forum.demo import loader
from forum.demo.initial_data import RealSiteError, check_may_hold_demo
from forum.demo.people import TOTP_SECRET
from forum.threads.index_maintenance import rebuild_index_in_place_of_what_waits


def register(app: Flask) -> None:
    """Add the commands to `flask`."""

    @app.cli.group("demo")
    def demo() -> None:
        """Fill this site with invented content."""

    @demo.command("load")
    def load() -> None:
        """Load the demo content once."""
        try:
            check_may_hold_demo()
        except RealSiteError as error:
            raise click.ClickException(str(error)) from error
        _load_content()

    @demo.command("code")
    def code() -> None:
        """Print the one-time code that the demo accounts ask for now."""
        if not is_demo():
            raise click.ClickException("This is not a demo site.")
        click.echo(code_now(TOTP_SECRET))


def _load_content() -> None:
    if loader.is_loaded():
        click.echo("The demo content is here already.")
        return
    with click.progressbar(length=len(loader.list_cases()), label="Demo content") as bar, transaction():
        number = loader.load(lambda done: bar.update(done - bar.pos))
    rebuild_index_in_place_of_what_waits()
    click.echo(f"{number} barriers are here.")
