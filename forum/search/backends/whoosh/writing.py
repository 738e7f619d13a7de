"""Writes to an edition: batches of changes, and the merging that keeps segments few without long stops."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from forum.search.backends.whoosh.codec import PackedCodec
from forum.search.backends.whoosh.folder import INDEX_NAME, storage_of
from forum.search.backends.whoosh.postings import PostingReader
from forum.search.backends.whoosh.schema import fields_of
from forum.search.backends.whoosh.segments import Segment
from forum.search.documents import Document
from forum.search.engine import Progress

FEW = 6  # segments of about one size; with as many, they are merged
LARGE = 5_000  # documents; a segment as large waits for the next rebuild, since merging it takes seconds


def open_writer(edition: Path, megabytes: int = 32) -> SegmentWriter:
    """Open a writer on an edition; the caller holds the folder's lock."""
    index = FileIndex(storage_of(edition), indexname=INDEX_NAME)
    return SegmentWriter(index, codec=PackedCodec(), compound=False, limitmb=megabytes, timeout=10.0)


def write(
    edition: Path, upserts: Sequence[Document], deletes: Iterable[str], opened: Iterable[Segment] = ()
) -> None:
    """Put documents in the place of their former versions, take others out, and commit. `opened` saves opening again."""
    newest = {document.id: document for document in upserts}
    writer = open_writer(edition)
    try:
        _delete(writer, {*newest, *deletes}, {segment.id: segment.postings for segment in opened})
        for document in newest.values():
            writer.add_document(**fields_of(document))
        writer.commit(mergetype=merge_small)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def fill(edition: Path, documents: Iterable[Document], progress: Progress | None, step: int) -> int:
    """Write all documents into a new edition; `progress` is told the number every `step`. An id may come once."""
    writer = open_writer(edition, megabytes=128)
    count = 0
    try:
        for count, document in enumerate(documents, start=1):  # the last number is the answer
            writer.add_document(**fields_of(document))
            if progress and count % step == 0:
                progress(count)
        writer.commit()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    if progress:
        progress(count)
    return count


def merge_small(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Choose which segments to merge into the one being written: any FEW of about one size, and half-empty ones."""
    kept: list[Any] = []
    by_size: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        live = segment.doc_count_all() - segment.deleted_count()
        if live >= LARGE:
            kept.append(segment)
        elif live:
            by_size[int(math.log(live, FEW))].append(segment)
    merged: list[Any] = []
    for size in range(int(math.log(LARGE, FEW)) + 1):
        group = by_size[size]
        if len(group) + (1 if merged else 0) >= FEW or any(_is_worn(segment) for segment in group):
            merged.extend(group)
        else:
            kept.extend(group)
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept


def _is_worn(segment: Any) -> bool:  # noqa: ANN401
    return bool(segment.deleted_count() * 2 > segment.doc_count_all() > FEW)


def _delete(writer: SegmentWriter, ids: set[str], opened: dict[str, PostingReader]) -> None:
    for segment in writer.segments:
        reader = opened.get(segment.segment_id())
        postings = reader or PostingReader(SegmentReader(writer.storage, writer.schema, segment))
        for name in ids:
            for number in postings.read("id", name).ids.tolist():
                segment.delete_document(number)
        if not reader:
            postings.close()
