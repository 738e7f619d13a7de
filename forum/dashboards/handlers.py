"""What the worker does with the rows that changes of barriers wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.outbox import OutboxRow
from forum.dashboards.engine.snapshot_sync import (
    CHECK,
    REBUILD,
    REFRESH,
    check_and_mend,
    rebuild_council,
    refresh,
)


def refresh_figures(rows: list[OutboxRow]) -> None:
    """Bring the packs up to the barriers as they are now: later changes are in them too, doubles do no harm."""
    refresh(row.payload["barrier"] for row in rows)


def rebuild_figures(rows: list[OutboxRow]) -> None:
    """Read a council's facts anew."""
    for row in rows:
        rebuild_council(int(row.payload["council"]))


def check_figures(_rows: list[OutboxRow]) -> None:
    """Compare a slice of the packs with the rows, and mend it."""
    check_and_mend()


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {
    REFRESH: refresh_figures,
    REBUILD: rebuild_figures,
    CHECK: check_figures,
}
