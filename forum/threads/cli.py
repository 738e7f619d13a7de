"""Commands that look after the search index."""

from __future__ import annotations

import click
from flask import Flask

from forum.search.current import engine, meaning
from forum.search.engine import IndexDamagedError
from forum.threads.documents import count_documents
from forum.threads.index_maintenance import find_differences, rebuild_index, write_all_vectors

MOST_SHOWN = 50


def register(app: Flask) -> None:
    """Add the commands to `flask`."""

    @app.cli.group("search")
    def search() -> None:
        """Look after the search index."""

    @search.command("rebuild")
    def rebuild() -> None:
        """Build the index anew beside the live one, and swap it in."""
        with click.progressbar(length=count_documents(), label="Indexing") as bar:
            number = rebuild_index(lambda done: bar.update(done - bar.pos))
        if index := meaning():
            click.echo("Reading what is new for its meaning ...")
            write_all_vectors(index.encoder)
        click.echo(f"{number} documents are in the index.")

    @search.command("check")
    def check() -> None:
        """Compare every document in the index with the database; exits with 1 when they differ."""
        try:
            differences = find_differences()
        except IndexDamagedError as error:
            click.echo(f"{error} The worker builds it anew by itself; `flask search rebuild` does so now.")
            raise SystemExit(1) from error
        if engine().needs_rebuild():
            click.echo("The search index is missing or was made by another version.")
        for document_id, what in differences[:MOST_SHOWN]:
            click.echo(f"{document_id}: {what}")
        if len(differences) > MOST_SHOWN:
            click.echo("... and more")
        if differences:
            raise SystemExit(1)
        click.echo(f"The index and the database agree on {engine().count()} documents.")
