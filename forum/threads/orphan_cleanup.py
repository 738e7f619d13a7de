"""Deletes files that no row refers to: a request that was rolled back leaves them behind. A part each night."""

from __future__ import annotations

from datetime import timedelta

from forum.core import clock, storage
from forum.core.db import transaction
from forum.core.outbox import enqueue_nightly
from forum.core.settings import settings
from forum.threads.queries import list_used_keys

SWEEP = "sweep_files"
A_NIGHT = 5_000
ASKED_AT_ONCE = 500  # keys in one question to the database
DAYS_OF_LEFTOVERS = 30
SWEEP_HOUR = 4  # in the night, on the clock of the United Kingdom


def delete_orphans(*, after: str = "", most: int = A_NIGHT) -> tuple[int, str]:
    """Look at up to `most` files from `after` on; returns how many were deleted, and where to go on ("" at the end).

    Only what is too old for any request to be still about to refer to it is looked at (core.storage).
    """
    keys = storage.list_keys(after=after, most=most)
    settled = [key for key in keys if storage.is_settled(key)]
    deleted = 0
    for start in range(0, len(settled), ASKED_AT_ONCE):
        part = settled[start : start + ASKED_AT_ONCE]
        for key in sorted(set(part) - list_used_keys(part)):
            storage.delete(key)
            deleted += 1
    return deleted, keys[-1] if len(keys) == most else ""


def delete_orphans_in_batches(*, after: str) -> int:
    """Sweep one night's part, and write down the next; returns how many files were deleted."""
    clear_leftovers()
    deleted, last = delete_orphans(after=after)
    with transaction():
        enqueue_orphan_cleanup(after=last)
    return deleted


def clear_leftovers() -> None:
    """Delete what a killed process left half-written in the folder: obstore writes under a name with a # in it."""
    folder = storage.local_folder(settings())
    if folder is None:
        return
    for age in range(storage.GRACE.days, DAYS_OF_LEFTOVERS):
        for left in folder.glob(f"{clock.today() - timedelta(days=age):%Y%m%d}/*#*"):
            left.unlink(missing_ok=True)


def enqueue_orphan_cleanup(*, after: str = "") -> None:
    """Write down the next night's sweep, once."""
    enqueue_nightly(SWEEP, SWEEP_HOUR, {"after": after})
