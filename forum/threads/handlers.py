"""What the worker does with the rows that threads wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core import storage
from forum.core.outbox import OutboxRow, UnreachableError
from forum.search.current import engine, meaning
from forum.search.engine import IndexDamagedError
from forum.search.meaning.store import write_vectors
from forum.threads.actions.attachments import FORGET
from forum.threads.actions.drafts import forget_old_drafts
from forum.threads.documents import BATCH, build_documents, expand
from forum.threads.index_maintenance import CHECK, check_and_mend
from forum.threads.orphan_cleanup import SWEEP, delete_orphans_in_batches
from forum.threads.queries import list_used_keys


def index(rows: list[OutboxRow]) -> None:
    """Bring the search index up to the rows as they are now: later changes are in it too, doubles do no harm.

    While it is damaged all of them wait until it is built anew.
    """
    ids = expand({row.payload["document"] for row in rows})
    for start in range(0, len(ids), BATCH):
        documents, gone = build_documents(ids[start : start + BATCH])
        try:
            engine().apply(documents, gone)
        except IndexDamagedError as error:
            raise UnreachableError(str(error)) from error
        if index := meaning():
            write_vectors(index.encoder, documents, gone)


def forget_drafts(_rows: list[OutboxRow]) -> None:
    """Throw away what was typed long ago and never published."""
    forget_old_drafts()


def check_index(_rows: list[OutboxRow]) -> None:
    """Compare a slice of the index with the database, and mend it."""
    check_and_mend()


def forget_file(rows: list[OutboxRow]) -> None:
    """Delete files that were let go of some days ago, unless a row has come to refer to them since."""
    keys = [row.payload["key"] for row in rows]
    used = list_used_keys(keys)
    for key in keys:
        if key not in used:
            storage.delete(key)


def sweep_files(rows: list[OutboxRow]) -> None:
    """Go through a part of the files, delete what nothing refers to, and see to tomorrow's part."""
    delete_orphans_in_batches(after=rows[-1].payload.get("after", ""))


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {
    "index": index,
    CHECK: check_index,
    "forget_drafts": forget_drafts,
    FORGET: forget_file,
    SWEEP: sweep_files,
}
