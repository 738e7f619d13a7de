"""Tells the search index, by way of the outbox, that something changed."""

from __future__ import annotations

from forum.core.outbox import enqueue_anew


def enqueue_reindex(document_id: str) -> None:
    """Have the worker read one document anew ("thread:12", "comment:40", "group:3") and index or forget it."""
    enqueue_anew("index", {"document": document_id})
