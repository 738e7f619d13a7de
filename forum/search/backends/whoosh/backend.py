"""The embedded engine: what forum.search.engine.SearchEngine promises, on a Whoosh index."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TypeVar

from whoosh.writing import LockError

from forum.core.outages import outage_of
from forum.search.backends.whoosh import autocomplete, index_writer, searcher
from forum.search.backends.whoosh.folder import IndexFolder, files_of_segments
from forum.search.backends.whoosh.snapshot import Snapshot
from forum.search.documents import Document
from forum.search.engine import (
    Hit,
    IndexDamagedError,
    Progress,
    Results,
    SearchQuery,
    SimilarQuery,
    Stamp,
    Suggestions,
)
from forum.search.query_language import ParsedQuery
from forum.search.query_plan import Plan, plan_query
from forum.search.synonyms import Synonyms

Answer = TypeVar("Answer")
DAMAGED = "The search index is damaged: its files cannot be read."
REBUILD_STEP = 500  # documents between two words of progress


class WhooshEngine:
    """Searches an index folder. One for each process; threads take turns."""

    def __init__(self, root: Path, synonyms: Synonyms | None = None) -> None:
        self._folder = IndexFolder(root)
        self._synonyms = synonyms or Synonyms()
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._snapshot = Snapshot(self._folder)
        self._files: dict[str, frozenset[tuple[str, int, int]]] = {}

    def search(self, query: SearchQuery) -> Results:
        """Find a page of documents, with counts and facets."""
        return self._ask(lambda opened: searcher.search(opened, query, self._synonyms))

    def plan(self, parsed: ParsedQuery) -> Plan:
        """Say what a query looks for."""
        return plan_query(parsed, self._synonyms)

    def similar(self, query: SimilarQuery) -> tuple[Hit, ...]:
        """Find documents like a draft, most alike first."""
        with contextlib.suppress(IndexDamagedError):
            return self._ask(lambda opened: searcher.similar(opened, query))
        return ()

    def suggest(self, prefix: str, readers: frozenset[str], limit: int = 8) -> Suggestions:
        """Complete what is being typed, from titles and tags."""
        with contextlib.suppress(IndexDamagedError):
            return self._ask(lambda opened: autocomplete.suggest(opened, prefix, readers, limit))
        return Suggestions()

    def did_you_mean(
        self,
        text: str,
        readers: frozenset[str],
        *,
        names: frozenset[str] = frozenset(),
        at_once: bool = False,
    ) -> str | None:
        """Return a query with its unknown words put right, or None."""
        with contextlib.suppress(IndexDamagedError):
            return self._ask(
                lambda opened: autocomplete.corrector(opened, readers).correct(
                    text, names=names, at_once=at_once
                )
            )
        return None

    def apply(self, upserts: Sequence[Document] = (), deletes: Iterable[str] = ()) -> None:
        """Take in a batch of changes.

        While the index was made by another version it is left as it is, and serves, until a rebuild.
        """
        gone = tuple(deletes)
        if not upserts and not gone:
            return
        with self._lock, self._folder.writing():
            self._folder.note(upserts, gone)
            edition = self._folder.current()
            if edition is None:
                edition = self._folder.start_edition()
                self._folder.make_current(edition)
            if self._folder.is_of_this_version(edition):
                segments = self._ask(lambda opened: opened.segments)
                self._told(edition, lambda: index_writer.write(edition, upserts, gone, segments))

    def tidy(self, forget_after: timedelta | None = None) -> int:
        """Merge what many small commits left, and rewrite segments as old as this that hold deleted documents."""
        self._change(index_writer.tidy)
        if forget_after is None:
            return 0
        self._folder.sweep()
        before = time.time() - forget_after.total_seconds()
        worn = self._change(lambda edition: index_writer.list_unforgotten(edition, before)) or []
        return sum(self._change(partial(index_writer.rewrite, segment_id=one)) or 0 for one in worn)

    def _change(self, work: Callable[[Path], Answer]) -> Answer | None:
        """Do work on the edition in use, holding the right to write; None where another version made it."""
        with self._lock, self._folder.writing():
            edition = self._folder.current()
            if edition is None or not self._folder.is_of_this_version(edition):
                return None
            return self._told(edition, lambda: work(edition))

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build a new edition beside the live one and swap it in. Raises RebuildRunningError if one is being built."""
        with self._folder.rebuilding():
            edition = self._folder.start_edition()
            count = index_writer.fill(edition, documents, progress, REBUILD_STEP)
            with self._folder.writing():
                for upserts, deletes in self._folder.noted():
                    index_writer.write(edition, upserts, deletes)
                self._folder.make_current(edition)
        return count

    def stamps(self, after: str = "", limit: int | None = None) -> Iterator[Stamp]:
        """Give what the index holds, in the order of ids."""

        def read(opened: Snapshot) -> list[tuple[str, int, int, int]]:
            return list(islice(merge(*(searcher.stamps_of(one, after) for one in opened.segments)), limit))

        return (Stamp(*one) for one in self._ask(read))

    def look(self) -> None:
        """Open the index, read a document, and see whether a file is another than at the last look."""

        def compare(opened: Snapshot) -> dict[str, frozenset[tuple[str, int, int]]]:
            for segment in opened.segments:
                next(searcher.stamps_of(segment, ""), None)
            edition = self._folder.current()
            files = files_of_segments(edition) if edition else {}
            if any(self._files[one] != files[one] for one in self._files.keys() & files.keys()):
                raise ValueError("files that never change have changed")
            return files

        self._files = self._ask(compare)

    def needs_rebuild(self) -> bool:
        """Return whether the index is missing, is damaged, or was made by another version."""
        edition = self._folder.current()
        return edition is None or self._folder.is_damaged() or not self._folder.is_of_this_version(edition)

    def generation(self) -> str:
        """Name the state of the index on disk."""
        return self._snapshot.generation()

    def count(self) -> int:
        """Count the documents, whoever may read them."""
        return self._ask(lambda opened: sum(int(segment.live.sum()) for segment in opened.segments))

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            self._snapshot.close()

    def _ask(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Answer from what is opened, or else from the files opened anew. Raises IndexDamagedError when neither can be read."""
        with self._lock:
            if self._folder.is_damaged():
                raise IndexDamagedError(DAMAGED)
            try:
                return question(self._fresh())
            except Exception:  # noqa: BLE001  # whatever pickles, arrays and files raise when bytes are not what they were
                old, self._snapshot = self._snapshot, Snapshot(self._folder)
                with contextlib.suppress(Exception):
                    old.close()
            return self._told(self._folder.current(), lambda: question(self._fresh()))

    def _told(self, edition: Path | None, work: Callable[[], Answer]) -> Answer:
        """Do work on an edition's files, and note when they cannot be read. A full disk and a lock are no damage."""
        try:
            return work()
        except (LockError, MemoryError):
            raise
        except Exception as error:
            if outage_of(error) is None and self._folder.mark_damaged(edition):
                raise IndexDamagedError(f"{DAMAGED} ({error!r:.200})") from error
            raise

    def _fresh(self) -> Snapshot:
        if self._process != os.getpid():  # after a fork, files and their places are no longer ours alone
            self._process, self._snapshot = os.getpid(), Snapshot(self._folder)
        self._snapshot.refresh()
        return self._snapshot
