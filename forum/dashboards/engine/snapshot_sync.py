"""Keeps the snapshots equal to the rows: refreshed after each change, and a part checked and repaired each night."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time

import numpy as np
from sqlalchemy import delete, func, insert, select

from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.outbox import enqueue, enqueue_anew, enqueue_nightly
from forum.dashboards.engine.extract import BATCH, columns_of, extract_facts, local_day, month_of
from forum.dashboards.engine.layout import KEYS, LAYOUT, TABLES, Columns
from forum.dashboards.engine.obstacle_tally import find_tally_differences, update_tally
from forum.dashboards.engine.snapshots import Slot, decode, digest_of, encode, lock_snapshots, save_snapshot
from forum.dashboards.models import FigureSnapshot, SnapshotSlot

PARTS = 7  # a part each night: everything once a week
CHECK, REFRESH, REBUILD = "check_figures", "figures", "figures_of_council"
CHECK_HOUR = 4  # in the night, on the clock of the United Kingdom, after the search index was checked
Progress = Callable[[int], None]


def enqueue_refresh(barrier_id: int) -> None:
    """Queue the extraction of one barrier's facts, in the transaction of the change."""
    enqueue_anew(REFRESH, {"barrier": barrier_id})


def enqueue_rebuild(council_id: int) -> None:
    """Queue the extraction of all of a council's facts, as when its working days follow another calendar."""
    enqueue(REBUILD, {"council": council_id})


def refresh(ids: Iterable[int]) -> None:
    """Update the snapshots to these barriers' rows as they are now; doing it again changes nothing."""
    wanted = sorted(set(ids))
    councils: set[int] = set()
    for start in range(0, len(wanted), BATCH):
        councils |= _refresh(wanted[start : start + BATCH])
    for council_id in sorted(councils):
        update_tally(council_id)


def _refresh(ids: list[int]) -> set[int]:
    stored = db.session.scalars(select(SnapshotSlot).where(SnapshotSlot.barrier_id.in_(ids)))
    locked = lock_snapshots([*((one.council_id, one.month) for one in stored), *_current_slots(ids)])
    facts = extract_facts(ids)  # after the lock: nobody saves an older reading over this one
    changed = set()
    for slot, snapshot in locked.items():
        mine = columns_of(fact for fact in facts.values() if fact.slot == slot)
        if save_snapshot(snapshot, _join([_without(decode(snapshot.columns), ids), mine])):
            changed.add(slot[0])
    _save_slots(ids, {number: fact.slot for number, fact in facts.items() if fact.slot in locked})
    return changed


def rebuild(progress: Progress | None = None) -> int:
    """Rebuild every snapshot, council by council; returns the number of barriers in them."""
    total = 0
    for council_id in _councils():
        total += rebuild_council(council_id)
        if progress is not None:
            progress(total)
    return total


def rebuild_council(council_id: int) -> int:
    """Rebuild one council's snapshots, in a transaction for each month so that nobody who posts waits for long."""
    total = 0
    for slot in list(_slots_of(council_id)):
        with transaction():
            total += _rebuild_month(slot)
    with transaction():
        update_tally(council_id)
    return total


def rebuild_if_needed() -> bool:
    """Rebuild when there are barriers but no snapshots, or snapshots of another layout: at the first start after an upgrade."""
    outdated = select(FigureSnapshot.month).where(FigureSnapshot.layout != LAYOUT).limit(1)
    some = select(FigureSnapshot.month).limit(1)
    reported = select(Barrier.id).where(Barrier.council_id.is_not(None)).limit(1)
    needed = db.session.scalar(outdated) is not None or (
        db.session.scalar(some) is None and db.session.scalar(reported) is not None
    )
    if needed:
        rebuild()
    return needed


def find_differences(part: int | None = None) -> list[tuple[str, str]]:
    """List snapshots that differ from the rows, each with what differs; of one part, or of all."""
    differences = []
    for council_id in _councils():
        for slot in _slots_of(council_id):
            if part is None or part_of(slot) == part:
                differences += _differences_of(slot)
        differences += find_tally_differences(council_id)
    return differences


def part_of(slot: Slot) -> int:
    """Return in which night's part a snapshot is checked."""
    return zlib.crc32(f"{slot[0]}:{slot[1]}".encode()) % PARTS


def check_and_repair() -> int:
    """Compare tonight's part with the rows, rebuild the councils that differ, and schedule the next check."""
    differences = find_differences(clock.today().toordinal() % PARTS)
    councils = {int(name.split(" ")[1]) for name, _ in differences}
    for council_id in sorted(councils):
        rebuild_council(council_id)
    with transaction():
        schedule_check()
    return len(differences)


def schedule_check() -> None:
    """Schedule the next night's check, once."""
    enqueue_nightly(CHECK, CHECK_HOUR)


def extract_month(slot: Slot) -> Columns:
    """Extract from the rows what a snapshot should hold."""
    found = (fact for ids in _batches(slot) for fact in extract_facts(ids).values())
    return columns_of(fact for fact in found if fact.slot == slot)


def _rebuild_month(slot: Slot) -> int:
    locked = lock_snapshots([slot])
    columns = extract_month(slot)
    save_snapshot(locked[slot], columns)
    council_id, month = slot
    db.session.execute(
        delete(SnapshotSlot).where(SnapshotSlot.council_id == council_id, SnapshotSlot.month == month)
    )
    ids = columns["id"].tolist()
    _save_slots(ids, dict.fromkeys(ids, slot))
    return len(ids)


def _differences_of(slot: Slot) -> list[tuple[str, str]]:
    name = f"council {slot[0]} month {slot[1]}"
    snapshot = db.session.get(FigureSnapshot, slot, populate_existing=True)
    columns = extract_month(slot)
    if snapshot is None:
        return [(name, "is not there")] if len(columns["id"]) else []
    if snapshot.layout != LAYOUT:
        return [(name, "was written by another version")]
    if snapshot.digest != digest_of(encode(columns)):
        return [(name, f"differs from the rows of its {len(columns['id'])} barriers")]
    return []


def _without(columns: Columns, ids: Sequence[int]) -> Columns:
    """Leave out some barriers, with what belongs to them."""
    left: Columns = {}
    for key, table in zip(KEYS, TABLES, strict=True):
        kept = ~np.isin(columns[key], np.array(ids, "<i4"))
        left |= {name: columns[name][kept] for name in table}
    return left


def _join(parts: Sequence[Columns]) -> Columns:
    """Concatenate the rows of several, ordered by barrier; the order within a barrier stays."""
    together: Columns = {}
    for key, table in zip(KEYS, TABLES, strict=True):
        order = np.argsort(np.concatenate([part[key] for part in parts]), kind="stable")
        together |= {name: np.concatenate([part[name] for part in parts])[order] for name in table}
    return together


def _current_slots(ids: Sequence[int]) -> list[Slot]:
    rows = db.session.execute(
        select(Barrier.council_id, Barrier.created_at).where(
            Barrier.id.in_(ids), Barrier.council_id.is_not(None), Barrier.is_in_sight
        )
    )
    return [(row.council_id, month_of(local_day(row.created_at))) for row in rows]


def _save_slots(ids: Sequence[int], slots: dict[int, Slot]) -> None:
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        db.session.execute(delete(SnapshotSlot).where(SnapshotSlot.barrier_id.in_(some)))
    rows = [
        {"barrier_id": number, "council_id": council_id, "month": month}
        for number, (council_id, month) in slots.items()
    ]
    if rows:
        db.session.execute(insert(SnapshotSlot), rows)


def _councils() -> list[int]:
    reported = db.session.scalars(select(Barrier.council_id).distinct())
    stored = db.session.scalars(select(FigureSnapshot.council_id).distinct())
    return sorted({number for number in (*reported, *stored) if number is not None})


def _slots_of(council_id: int) -> Iterator[Slot]:
    """List the months of a council from its first barrier to its last, and those that have a snapshot."""
    ends = select(func.min(Barrier.created_at), func.max(Barrier.created_at))
    first, last = db.session.execute(ends.where(Barrier.council_id == council_id)).one()
    stored = select(FigureSnapshot.month).where(FigureSnapshot.council_id == council_id)
    months = set(db.session.scalars(stored))
    if first is not None:
        day, end = local_day(first).replace(day=1), local_day(last)
        while day <= end:
            months.add(month_of(day))
            day = _next_month(day)
    return ((council_id, month) for month in sorted(months))


def _batches(slot: Slot) -> Iterator[list[int]]:
    council_id, month = slot
    since = date(month // 100, month % 100, 1)
    wanted = select(Barrier.id).where(
        Barrier.council_id == council_id,
        Barrier.created_at >= _midnight(since),
        Barrier.created_at < _midnight(_next_month(since)),
    )
    ids = list(db.session.scalars(wanted.order_by(Barrier.id)))
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.LOCAL)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
