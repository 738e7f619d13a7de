"""Keeps the search index equal to the database: rebuilt when it must be, checked a slice a night, mended."""

from __future__ import annotations

import contextlib
import logging
import time
import zlib
from collections.abc import Iterable
from itertools import islice

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.metrics import Gauge
from forum.core.outbox import delete_waiting, enqueue_nightly, list_waiting
from forum.search.current import engine, meaning
from forum.search.documents import PUBLIC, Document
from forum.search.engine import IndexDamagedError, Progress, RebuildRunningError, SearchQuery, Stamp
from forum.search.meaning.encoder import Encoder
from forum.search.meaning.store import count_vectors, forget_other_encoders, list_stamps, write_vectors
from forum.search.query_language import parse
from forum.threads.documents import BATCH, all_documents, count_documents
from forum.threads.reindex import enqueue_reindex

log = logging.getLogger(__name__)

SLICES = 7  # a slice each night: everything once a week
CHECK = "check_index"
ENOUGH = (
    0.9  # of the documents; an index with fewer was begun by a change while it was missing, and never filled
)
PATIENCE_SECONDS = 5
LOOK_EVERY_SECONDS = 20
CHECK_HOUR = 3  # in the night, on the clock of the United Kingdom


def rebuild_index(progress: Progress | None = None) -> int:
    """Rebuild the whole index from the database; returns the number of documents."""
    return engine().rebuild(all_documents(), progress)


def rebuild_index_in_place_of_what_waits() -> int:
    """Rebuild as rebuild_index does, and delete the rows that asked for documents which it has read; later ones stay."""
    waiting = list_waiting("index")
    db.session.rollback()
    number = rebuild_index()
    with transaction():
        delete_waiting(waiting)
    return number


def rebuild_if_needed() -> bool:
    """Rebuild an index that is missing, was made by another version, or was begun anew and never filled.

    The old one serves meanwhile.
    """
    with contextlib.suppress(IndexDamagedError):
        if not engine().needs_rebuild() and engine().count() >= ENOUGH * count_documents():
            return False
    try:
        rebuild_index()
    except RebuildRunningError:
        return False  # another worker is at it
    return True


def rebuild_until_done() -> None:
    """Rebuild if it is needed; while another worker is at it, wait, and take its turn should it die."""
    while not rebuild_if_needed() and engine().needs_rebuild():
        time.sleep(PATIENCE_SECONDS)
    index = meaning()
    if index and count_vectors(index.encoder) < ENOUGH * count_documents():
        write_all_vectors(index.encoder)


def watch_index() -> None:
    """Fill the index when the worker starts; from then on look whether it can be read, and build it anew when it cannot."""
    rebuild_until_done()
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        if is_broken() and rebuild_if_needed():
            log.warning("the search index could not be read, and was built anew")
        db.session.rollback()


def is_broken() -> bool:
    """Return whether the index cannot be read, or is not there at all; the nightly check reads it to its last document."""
    try:
        engine().look()
    except IndexDamagedError:
        return True
    return engine().needs_rebuild()


def can_search() -> bool:
    """Return whether a search finds its way through the index, and the index holds what there is."""
    asked = SearchQuery(parsed=parse("council"), readers=frozenset({PUBLIC}), per_page=1, facets=())
    engine().search(asked)
    return not engine().needs_rebuild() or not count_documents()


def list_gauges() -> list[Gauge]:
    """Return how many documents the index lacks."""
    with contextlib.suppress(IndexDamagedError):
        lacks = count_documents() - engine().count()
        return [Gauge("search_documents_missing", "Documents that are not in the search index yet.", lacks)]
    return []


def write_all_vectors(encoder: Encoder) -> None:
    """Make the vectors that are missing or old; those of another encoder serve until all are made."""
    documents = all_documents()
    while batch := list(islice(documents, BATCH)):
        write_vectors(encoder, batch)
    with transaction():
        forget_other_encoders(encoder)


def find_differences(part: int | None = None) -> list[tuple[str, str]]:
    """List ids that the index and the database know differently, each with what differs; of one slice, or of all."""
    indexed = _by_id(engine().stamps(), part)
    index = meaning()
    read = _by_id(list_stamps(index.encoder), part) if index else {}
    differences = []
    for document in all_documents(None if part is None else lambda one: slice_of(one) == part):
        what = _difference(document, indexed.pop(document.id, None))
        unread = _unread(document, read.pop(document.id, None)) if index else ""
        if what or unread:
            differences.append((document.id, what or unread))
    return differences + [(one, "in the index, but not in the database") for one in indexed | read]


def _by_id(stamps: Iterable[Stamp], part: int | None) -> dict[str, Stamp]:
    return {stamp.id: stamp for stamp in stamps if part is None or slice_of(stamp.id) == part}


def _difference(document: Document, held: Stamp | None) -> str:
    if held is None:
        return "not in the index"
    if held.version != document.version:
        return f"version {held.version} in the index, {document.version} in the database"
    if held.readers_fingerprint != document.fingerprint():
        return "other readers in the index than in the database"
    if held.content_fingerprint != document.content_fingerprint():
        return "other words, tags, state or place in the index"
    return ""


def _unread(document: Document, held: Stamp | None) -> str:
    if held is None or held.content_fingerprint != document.meaning_fingerprint():
        return "its words were not read for their meaning"
    return "" if held.readers_fingerprint == document.fingerprint() else "other readers of its meaning"


def slice_of(document_id: str) -> int:
    """Tell which night's slice a document belongs to."""
    return zlib.crc32(document_id.encode()) % SLICES


def check_and_mend() -> int:
    """Compare tonight's slice, have what differs indexed anew, and see to tomorrow; returns how many differed."""
    differences = find_differences(clock.today().toordinal() % SLICES)
    with transaction():
        for document_id, _ in differences:
            enqueue_reindex(document_id)
        check_later()
    return len(differences)


def check_later() -> None:
    """Write down the next night's check, once."""
    enqueue_nightly(CHECK, CHECK_HOUR)
