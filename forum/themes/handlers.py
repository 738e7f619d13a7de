"""What the worker does for themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.db import transaction
from forum.core.outbox import OutboxRow
from forum.themes.actions.finding import FIND, enqueue_finding, find_and_store


def find(_rows: list[OutboxRow]) -> None:
    """Look for themes, and see to the next night."""
    find_and_store()
    with transaction():
        enqueue_finding()


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {FIND: find}
