"""What the worker does with the rows that threads wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.outbox import OutboxRow
from forum.search.current import engine
from forum.threads.documents import build_documents


def index(rows: list[OutboxRow]) -> None:
    """Bring the search index up to the rows as they are now: later changes are in it too, doubles do no harm."""
    documents, gone = build_documents({row.payload["document"] for row in rows})
    engine().apply(documents, gone)


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {"index": index}
