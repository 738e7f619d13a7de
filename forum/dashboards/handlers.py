"""What the worker does with the rows that changes of barriers wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.outbox import OutboxRow
from forum.dashboards.keeping import CHECK, REFRESH, check_and_mend, refresh


def refresh_figures(rows: list[OutboxRow]) -> None:
    """Bring the packs up to the barriers as they are now: later changes are in them too, doubles do no harm."""
    refresh(row.payload["barrier"] for row in rows)


def check_figures(_rows: list[OutboxRow]) -> None:
    """Compare a slice of the packs with the rows, and mend it."""
    check_and_mend()


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {REFRESH: refresh_figures, CHECK: check_figures}
