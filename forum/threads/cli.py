"""Commands that look after the search index."""

from __future__ import annotations

import itertools

import click
from flask import Flask

from forum.search.current import engine
from forum.search.engine import Progress
from forum.threads.documents import all_documents, count_documents

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
        click.echo(f"{number} documents are in the index.")

    @search.command("check")
    def check() -> None:
        """Compare every document in the index with the database; exits with 1 when they differ."""
        differences = list(itertools.islice(find_differences(), MOST_SHOWN + 1))
        for difference in differences[:MOST_SHOWN]:
            click.echo(difference)
        if len(differences) > MOST_SHOWN:
            click.echo("... and more")
        if differences:
            raise SystemExit(1)
        click.echo(f"The index and the database agree on {engine().count()} documents.")


def rebuild_index(progress: Progress | None = None) -> int:
    """Rebuild the whole index from the database; gives the number of documents."""
    return engine().rebuild(all_documents(), progress)


def find_differences() -> list[str]:
    """List what the index and the database say differently, a line each."""
    indexed = {stamp.id: (stamp.version, stamp.readers_fingerprint) for stamp in engine().stamps()}
    differences = []
    for document in all_documents():
        found = indexed.pop(document.id, None)
        if found is None:
            differences.append(f"{document.id}: not in the index")
        elif found[0] != document.version:
            differences.append(
                f"{document.id}: version {found[0]} in the index, {document.version} in the database"
            )
        elif found[1] != document.fingerprint():
            differences.append(f"{document.id}: other readers in the index than in the database")
    return differences + [f"{left}: in the index, but not in the database" for left in indexed]
