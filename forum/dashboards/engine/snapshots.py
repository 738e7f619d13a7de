"""Snapshots: the facts of one council and month as stored bytes, and the cache that loads them into a fact table.

A process asks for the digests, and reads only the snapshots that it does not hold yet.
"""

from __future__ import annotations

import hashlib
import struct
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from forum.core import clock
from forum.core.db import db, upsert
from forum.dashboards.engine.fact_table import Audience, FactTable
from forum.dashboards.engine.layout import FOREIGN_KEYS, KEYS, LAYOUT, TABLES, Columns, empty
from forum.dashboards.models import FigureSnapshot
from forum.threads.visibility import known_areas_of

CACHED_BYTES = 96 * 1024 * 1024
CACHED_FACT_TABLES = 4
Slot = tuple[int, int]
"""Council and month, such as (12, 202603): the snapshot that a barrier belongs to."""
_HEAD = struct.Struct("<3I")
_lock = threading.Lock()
_snapshots: OrderedDict[str, Columns] = OrderedDict()
_fact_tables: OrderedDict[tuple[Audience, tuple[str, ...], frozenset[int]], FactTable] = OrderedDict()


def load_fact_table(council_id: int, audience: Audience) -> FactTable:
    """Load a council's facts for this audience: one statement, one more for officers, one more after a change."""
    stored = select(FigureSnapshot.month, FigureSnapshot.digest).where(
        FigureSnapshot.council_id == council_id, FigureSnapshot.layout == LAYOUT
    )
    digests = dict(db.session.execute(stored.order_by(FigureSnapshot.month)).tuples().all())
    is_public = audience == Audience.PUBLIC
    known_areas = frozenset() if is_public else known_areas_of(council_id)
    key = (audience, tuple(digests.values()), known_areas)
    with _lock:
        cached = _fact_tables.get(key)
        if cached is not None:
            _fact_tables.move_to_end(key)
            return cached
    facts = FactTable(_load(council_id, digests), is_public=is_public, known_areas=known_areas)
    with _lock:
        _fact_tables[key] = facts
        while len(_fact_tables) > CACHED_FACT_TABLES:
            _fact_tables.popitem(last=False)
    return facts


def clear_cache() -> None:
    """Drop everything that this process has loaded."""
    with _lock:
        _snapshots.clear()
        _fact_tables.clear()


def _load(council_id: int, digests: dict[int, str]) -> list[Columns]:
    with _lock:
        cached = {digest: _snapshots[digest] for digest in digests.values() if digest in _snapshots}
    missing = [month for month, digest in digests.items() if digest not in cached]
    if missing:
        rows = select(FigureSnapshot.digest, FigureSnapshot.columns).where(
            FigureSnapshot.council_id == council_id, FigureSnapshot.month.in_(missing)
        )
        stored = db.session.execute(rows).tuples()
        cached |= {digest: with_row_numbers(decode(encoded)) for digest, encoded in stored}
    with _lock:
        for digest in digests.values():
            if digest in cached:
                _snapshots[digest] = cached[digest]
                _snapshots.move_to_end(digest)
        while sum(_size(one) for one in _snapshots.values()) > CACHED_BYTES:
            _snapshots.popitem(last=False)
    return [cached[digest] for digest in digests.values() if digest in cached]


def _size(columns: Columns) -> int:
    return sum(column.nbytes for column in columns.values())


def encode(columns: Columns) -> bytes:
    """Write the columns one after the other, after the number of rows of each table."""
    sizes = [len(columns[key]) for key in KEYS]
    return _HEAD.pack(*sizes) + b"".join(columns[name].tobytes() for table in TABLES for name in table)


def decode(encoded: bytes) -> Columns:
    """Read the columns without copying them. Raises ValueError when bytes are missing."""
    columns: Columns = {}
    offset = _HEAD.size
    for size, table in zip(_HEAD.unpack_from(encoded), TABLES, strict=True):
        for name, kind in table.items():
            columns[name] = np.frombuffer(encoded, kind, size, offset)
            offset += columns[name].nbytes
    return columns


def digest_of(encoded: bytes) -> str:
    """Return the digest that names a snapshot's contents."""
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()


def with_row_numbers(columns: Columns) -> Columns:
    """Replace the barrier ids in the other tables by row numbers in this snapshot."""
    return columns | {
        name: np.searchsorted(columns["id"], columns[name]).astype("i4") for name in FOREIGN_KEYS
    }


def lock_snapshots(slots: Sequence[Slot]) -> dict[Slot, FigureSnapshot]:
    """Lock these snapshots until the transaction ends, creating empty ones; always in the same order."""
    locked = {}
    for council_id, month in sorted(set(slots)):
        blank = encode(empty())
        row = {"council_id": council_id, "month": month, "layout": LAYOUT, "number_of_barriers": 0}
        row |= {"digest": digest_of(blank), "columns": blank, "built_at": clock.now()}
        db.session.execute(upsert(FigureSnapshot).values(row).on_conflict_do_nothing())
        locked[council_id, month] = db.session.scalars(
            select(FigureSnapshot)
            .where(FigureSnapshot.council_id == council_id, FigureSnapshot.month == month)
            .options(undefer(FigureSnapshot.columns))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
    return locked


def save_snapshot(snapshot: FigureSnapshot, columns: Columns) -> bool:
    """Store these facts and return whether they differ; a snapshot without barriers is deleted."""
    encoded = encode(columns)
    digest = digest_of(encoded)
    differs = snapshot.digest != digest or snapshot.layout != LAYOUT
    snapshot.number_of_barriers = len(columns["id"])
    if differs:
        snapshot.columns, snapshot.digest, snapshot.layout = encoded, digest, LAYOUT
        snapshot.built_at = clock.now()
    db.session.flush()
    if not len(columns["id"]):
        db.session.execute(
            delete(FigureSnapshot).where(
                FigureSnapshot.council_id == snapshot.council_id, FigureSnapshot.month == snapshot.month
            )
        )
        db.session.expunge(snapshot)
    return differs
