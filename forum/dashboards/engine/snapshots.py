"""Reads and writes packs, and keeps what was read: a process asks for digests, and reads only what changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import undefer

from forum.core import clock
from forum.core.db import db
from forum.dashboards.engine import layout as facts
from forum.dashboards.engine.extract import Place
from forum.dashboards.engine.fact_table import Ledger, indexed
from forum.dashboards.engine.layout import Columns
from forum.dashboards.figures.schema import Audience
from forum.dashboards.models import FigurePack
from forum.threads.visibility import known_areas_of

KEPT_BYTES = 96 * 1024 * 1024
_lock = threading.Lock()
_packs: OrderedDict[str, Columns] = OrderedDict()
_ledgers: OrderedDict[tuple[Audience, tuple[str, ...], frozenset[int]], Ledger] = OrderedDict()
_KEPT_LEDGERS = 4


def open_ledger(council_id: int, audience: Audience) -> Ledger:
    """Give a council's facts as these readers may see them: one statement, one more for officers, and one when something changed."""
    digests = dict(
        db.session.execute(
            select(FigurePack.month, FigurePack.digest)
            .where(FigurePack.council_id == council_id, FigurePack.layout == facts.LAYOUT)
            .order_by(FigurePack.month)
        )
        .tuples()
        .all()
    )
    is_public = audience == Audience.PUBLIC
    known_areas = frozenset() if is_public else known_areas_of(council_id)
    key = (audience, tuple(digests.values()), known_areas)
    with _lock:
        known = _ledgers.get(key)
        if known is not None:
            _ledgers.move_to_end(key)
            return known
    parts = _read(council_id, digests)
    ledger = Ledger(parts, is_public=is_public, known_areas=known_areas)
    with _lock:
        _ledgers[key] = ledger
        while len(_ledgers) > _KEPT_LEDGERS:
            _ledgers.popitem(last=False)
    return ledger


def forget() -> None:
    """Forget what was read, as a process that has just begun."""
    with _lock:
        _packs.clear()
        _ledgers.clear()


def _read(council_id: int, digests: dict[int, str]) -> list[Columns]:
    with _lock:
        known = {digest: _packs[digest] for digest in digests.values() if digest in _packs}
    missing = [month for month, digest in digests.items() if digest not in known]
    if missing:
        rows = select(FigurePack.digest, FigurePack.columns).where(
            FigurePack.council_id == council_id, FigurePack.month.in_(missing)
        )
        read = db.session.execute(rows).tuples()
        known |= {digest: indexed(facts.read(written)) for digest, written in read}
    with _lock:
        for digest in digests.values():
            if digest in known:
                _packs[digest] = known[digest]
                _packs.move_to_end(digest)
        while sum(_size(one) for one in _packs.values()) > KEPT_BYTES:
            _packs.popitem(last=False)
    return [known[digest] for digest in digests.values() if digest in known]


def _size(columns: Columns) -> int:
    return sum(column.nbytes for column in columns.values())


def lock_packs(places: Sequence[Place]) -> dict[Place, FigurePack]:
    """Hold these packs until the transaction ends, made empty where there are none; always in the same order."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    held = {}
    for council_id, month in sorted(set(places)):
        blank = facts.write(facts.empty())
        row = {"council_id": council_id, "month": month, "layout": facts.LAYOUT, "number_of_barriers": 0}
        row |= {"digest": facts.digest(blank), "columns": blank, "built_at": clock.now()}
        db.session.execute(insert(FigurePack).values(row).on_conflict_do_nothing())
        held[council_id, month] = db.session.scalars(
            select(FigurePack)
            .where(FigurePack.council_id == council_id, FigurePack.month == month)
            .options(undefer(FigurePack.columns))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
    return held


def write_pack(pack: FigurePack, columns: Columns) -> bool:
    """Put these facts into a pack, and tell whether they differ; a pack without barriers is deleted."""
    written = facts.write(columns)
    digest = facts.digest(written)
    differs = pack.digest != digest or pack.layout != facts.LAYOUT
    pack.number_of_barriers = len(columns["id"])
    if differs:
        pack.columns, pack.digest, pack.layout = written, digest, facts.LAYOUT
        pack.built_at = clock.now()
    db.session.flush()
    if not len(columns["id"]):
        db.session.execute(
            delete(FigurePack).where(FigurePack.council_id == pack.council_id, FigurePack.month == pack.month)
        )
        db.session.expunge(pack)
    return differs
