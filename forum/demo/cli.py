"""Commands that fill a site with demo content."""

from __future__ import annotations

import click
from flask import Flask

from forum.accounts.one_time_codes import code_now
from forum.core.db import transaction
from forum.core.site import is_demo
from forum.demo import bulk, loader
from forum.demo.initial_data import RealSiteError, check_may_hold_demo
from forum.demo.people import TOTP_SECRET
from forum.threads.index_maintenance import rebuild_index, rebuild_index_in_place_of_what_waits

DEFAULT_SEED = 1


def register(app: Flask) -> None:
    """Add the commands to `flask`."""

    @app.cli.group("demo")
    def demo() -> None:
        """Fill this site with invented content."""

    @demo.command("load")
    @click.option(
        "--threads", type=click.IntRange(1, 1_000_000), help="Make a large set instead: this many barriers."
    )
    @click.option(
        "--comments", type=click.IntRange(0, 10_000_000), default=0, help="... with this many comments."
    )
    @click.option("--seed", default=DEFAULT_SEED, help="The same seed makes the same set.")
    def load(threads: int | None, comments: int, seed: int) -> None:
        """Load the demo content once, or a large deterministic set for benches."""
        try:
            check_may_hold_demo()
        except RealSiteError as error:
            raise click.ClickException(str(error)) from error
        if threads is not None:
            _load_bulk(threads, comments, seed)
        else:
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


def _load_bulk(threads: int, comments: int, seed: int) -> None:
    with click.progressbar(length=threads + comments, label="Bulk content") as bar, transaction():
        bulk.load(threads=threads, comments=comments, seed=seed, progress=bar.update)
    with click.progressbar(length=threads + comments, label="Index") as bar:
        rebuild_index(lambda done: bar.update(done - bar.pos))
