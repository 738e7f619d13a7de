"""What the worker does with the rows that notifications wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.outbox import OutboxRow

HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {}
