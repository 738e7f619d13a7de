"""Keeps the packs equal to the rows: brought up to date after each change, checked a slice a night, mended."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, func, insert, select

from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.outbox import enqueue, enqueue_anew
from forum.dashboards.engine import layout as packed
from forum.dashboards.engine.extract import BATCH, Facts, Place, local_day, read_facts
from forum.dashboards.engine.layout import Columns
from forum.dashboards.engine.obstacle_tally import find_tally_differences, tally_council
from forum.dashboards.engine.snapshots import lock_packs, write_pack
from forum.dashboards.models import FigurePack, FigurePlace

SLICES = 7  # a slice each night: everything once a week
CHECK, REFRESH, REBUILD = "check_figures", "figures", "figures_of_council"
CHECK_HOUR = 4  # in the night, on the clock of the United Kingdom, after the search index was checked
Progress = Callable[[int], None]


def refresh_later(barrier_id: int) -> None:
    """Have the worker read one barrier's facts anew; written in the transaction of the change."""
    enqueue_anew(REFRESH, {"barrier": barrier_id})


def rebuild_later(council_id: int) -> None:
    """Have the worker read all of a council's facts anew: its working days are counted by another calendar."""
    enqueue(REBUILD, {"council": council_id})


def refresh(ids: Iterable[int]) -> None:
    """Bring the packs up to these barriers' rows as they are now; doing it again changes nothing."""
    wanted = sorted(set(ids))
    councils: set[int] = set()
    for start in range(0, len(wanted), BATCH):
        councils |= _refresh(wanted[start : start + BATCH])
    for council_id in sorted(councils):
        tally_council(council_id)


def _refresh(ids: list[int]) -> set[int]:
    known = db.session.scalars(select(FigurePlace).where(FigurePlace.barrier_id.in_(ids)))
    were = {one.barrier_id: (one.council_id, one.month) for one in known}
    held = lock_packs([*were.values(), *_where_they_belong(ids).values()])
    facts = read_facts(ids)  # after the packs are held: nobody writes an older reading over this one
    changed = set()
    for place, pack in held.items():
        mine = [fact for found, fact in facts.values() if found == place]
        columns = packed.joined([packed.without(packed.read(pack.columns), ids), _columns(mine)])
        if write_pack(pack, columns):
            changed.add(place[0])
    _set_places(ids, {number: place for number, (place, _) in facts.items() if place in held})
    return changed


def rebuild(progress: Progress | None = None) -> int:
    """Write every pack anew, council by council; gives the number of barriers in them."""
    total = 0
    for council_id in _councils():
        total += rebuild_council(council_id)
        if progress is not None:
            progress(total)
    return total


def rebuild_council(council_id: int) -> int:
    """Write one council's packs anew, in a transaction for each month so that nobody who posts waits for long."""
    total = 0
    for place in list(_months_of(council_id)):
        with transaction():
            total += _rebuild_month(place)
    with transaction():
        tally_council(council_id)
    return total


def rebuild_if_needed() -> bool:
    """Rebuild when there are barriers but no packs, or packs of another layout: at the first start after an upgrade."""
    other = select(FigurePack.month).where(FigurePack.layout != packed.LAYOUT).limit(1)
    some = select(FigurePack.month).limit(1)
    told = select(Barrier.id).where(Barrier.council_id.is_not(None)).limit(1)
    needed = db.session.scalar(other) is not None or (
        db.session.scalar(some) is None and db.session.scalar(told) is not None
    )
    if needed:
        rebuild()
    return needed


def find_differences(part: int | None = None) -> list[tuple[str, str]]:
    """List packs that differ from the rows, each with what differs; of one slice, or of all."""
    differences = []
    for council_id in _councils():
        for place in _months_of(council_id):
            if part is None or slice_of(place) == part:
                differences += _differences_of(place)
        differences += find_tally_differences(council_id)
    return differences


def slice_of(place: Place) -> int:
    """Tell which night's slice a pack belongs to."""
    return zlib.crc32(f"{place[0]}:{place[1]}".encode()) % SLICES


def check_and_mend() -> int:
    """Compare tonight's slice with the rows, write anew the councils that differ, and see to tomorrow."""
    differences = find_differences(clock.today().toordinal() % SLICES)
    councils = {int(name.split(" ")[1]) for name, _ in differences}
    for council_id in sorted(councils):
        rebuild_council(council_id)
    with transaction():
        check_later()
    return len(differences)


def check_later() -> None:
    """Write down the next night's check, once."""
    local = clock.now().astimezone(clock.LOCAL)
    at = local.replace(hour=CHECK_HOUR, minute=0, second=0, microsecond=0)
    at += timedelta(days=1) if at <= local else timedelta()
    enqueue(CHECK, {}, due_at=at, key=f"{CHECK}:{at:%Y-%m-%d}")


def read_month_of(place: Place) -> Columns:
    """Read what a pack should hold, from the rows."""
    parts = []
    for ids in _batches(place):
        facts = read_facts(ids)
        parts.append(_columns([fact for found, fact in facts.values() if found == place]))
    return packed.joined(parts)


def _rebuild_month(place: Place) -> int:
    held = lock_packs([place])
    columns = read_month_of(place)
    write_pack(held[place], columns)
    council_id, month = place
    db.session.execute(
        delete(FigurePlace).where(FigurePlace.council_id == council_id, FigurePlace.month == month)
    )
    ids = columns["id"].tolist()
    _set_places(ids, dict.fromkeys(ids, place))
    return len(ids)


def _differences_of(place: Place) -> list[tuple[str, str]]:
    name = f"council {place[0]} month {place[1]}"
    pack = db.session.get(FigurePack, place, populate_existing=True)
    columns = read_month_of(place)
    if pack is None:
        return [(name, "is not there")] if len(columns["id"]) else []
    if pack.layout != packed.LAYOUT:
        return [(name, "was written by another version")]
    if pack.digest != packed.digest(packed.write(columns)):
        return [(name, f"differs from the rows of its {len(columns['id'])} barriers")]
    return []


def _columns(facts: Sequence[Facts]) -> Columns:
    ordered = sorted(facts, key=lambda fact: fact.barrier)
    rows = [fact.barrier for fact in ordered]
    affected = [row for fact in ordered for row in fact.affected]
    return packed.of_rows([rows, affected, [row for fact in ordered for row in fact.moves]])


def _where_they_belong(ids: Sequence[int]) -> dict[int, Place]:
    rows = db.session.execute(
        select(Barrier.id, Barrier.council_id, Barrier.created_at).where(
            Barrier.id.in_(ids), Barrier.council_id.is_not(None), Barrier.hidden_at.is_(None)
        )
    )
    return {row.id: (row.council_id, _month(local_day(row.created_at))) for row in rows}


def _set_places(ids: Sequence[int], places: dict[int, Place]) -> None:
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        db.session.execute(delete(FigurePlace).where(FigurePlace.barrier_id.in_(some)))
    rows = [
        {"barrier_id": number, "council_id": council_id, "month": month}
        for number, (council_id, month) in places.items()
    ]
    if rows:
        db.session.execute(insert(FigurePlace), rows)


def _councils() -> list[int]:
    told = db.session.scalars(select(Barrier.council_id).distinct())
    packs = db.session.scalars(select(FigurePack.council_id).distinct())
    return sorted({number for number in (*told, *packs) if number is not None})


def _months_of(council_id: int) -> Iterator[Place]:
    """List the months of a council from its first barrier to its last, and those that have a pack."""
    ends = select(func.min(Barrier.created_at), func.max(Barrier.created_at))
    first, last = db.session.execute(ends.where(Barrier.council_id == council_id)).one()
    months = set(db.session.scalars(select(FigurePack.month).where(FigurePack.council_id == council_id)))
    if first is not None:
        day, end = local_day(first).replace(day=1), local_day(last)
        while day <= end:
            months.add(_month(day))
            day = _next_month(day)
    return ((council_id, month) for month in sorted(months))


def _batches(place: Place) -> Iterator[list[int]]:
    council_id, month = place
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


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
