"""The index as one process sees it: the segments of one generation, kept open and renewed when it moved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC, EmptyIndexError

from forum.search.backends.whoosh.folder import INDEX_NAME, IndexFolder, storage_of, toc_generation
from forum.search.backends.whoosh.postings import PostingCache
from forum.search.backends.whoosh.segments import Segment

_ATTEMPTS = 20
_PAUSE = 0.02  # seconds; a writer may delete files while they are being opened


class Snapshot:
    """The opened segments, and the numbers that ranking needs of all of them."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._cache = PostingCache()
        self._edition: Path | None = None
        self._at = -1
        self.segments: list[Segment] = []
        self.number_of_documents = 0
        self.average_length = 1.0

    def generation(self) -> str:
        """Name what is on disk now."""
        edition = self._folder.current()
        return f"{edition.name}.{toc_generation(edition)}" if edition else ""

    def refresh(self) -> None:
        """See what was committed since; next to nothing when nothing was."""
        for attempt in range(_ATTEMPTS):
            try:
                self._refresh()
            except (FileNotFoundError, EmptyIndexError):
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def close(self) -> None:
        """Let go of all files."""
        for segment in self.segments:
            segment.close()
        self.segments, self._edition, self._at = [], None, -1

    def _refresh(self) -> None:
        edition = self._folder.current()
        if edition is None:
            self.close()
            return
        generation = toc_generation(edition)
        if (edition, generation) == (self._edition, self._at):
            return
        known = {segment.id: segment for segment in self.segments} if edition == self._edition else {}
        toc, opened = self._open(edition, known)
        for segment in self.segments:
            if segment not in opened:
                segment.close()
        self.segments, self._edition, self._at = opened, edition, toc.generation
        self._add_up()

    def _open(self, edition: Path, known: dict[str, Segment]) -> tuple[Any, list[Segment]]:
        storage = storage_of(edition)
        toc = TOC.read(storage, INDEX_NAME)
        opened: list[Segment] = []
        try:
            for entry in toc.segments:
                segment = known.get(entry.segment_id()) or Segment(storage, toc.schema, entry, self._cache)
                opened.append(segment)
        except BaseException:
            for segment in opened:
                if segment.id not in known:
                    segment.close()
            raise
        for segment, entry in zip(opened, toc.segments, strict=True):
            segment.renew(entry)
        return toc, opened

    def _add_up(self) -> None:
        self.number_of_documents = sum(segment.size for segment in self.segments)
        length = sum(int(segment.lengths.sum(dtype=np.int64)) for segment in self.segments)
        self.average_length = length / max(self.number_of_documents, 1)
