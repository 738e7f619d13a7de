"""Writes to an edition: batches of changes, and the merging that keeps segments few without long stops."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
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

MergeType = Callable[[SegmentWriter, list[Any]], list[Any]]
FEW = 6  # segments of about one size; with as many, tidying merges them
MANY = 30  # segments that no tidying has merged; then a commit does, so that searches stay quick
LARGE = 5_000  # documents; a segment as large waits for the next rebuild, since merging it takes seconds
SAMPLES = 8  # documents a plain word is noted in, for each kind of reader: enough to know that it is there


@contextmanager
def _writer(edition: Path, mergetype: MergeType | None, megabytes: int = 32) -> Iterator[SegmentWriter]:
    """Open a writer, commit at the end, and leave everything as it was when something fails. Hold the folder's lock."""
    index = FileIndex(storage_of(edition), indexname=INDEX_NAME)
    writer = SegmentWriter(index, codec=PackedCodec(), compound=False, limitmb=megabytes, timeout=10.0)
    try:
        yield writer
        writer.commit(mergetype=mergetype, merge=False)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def write(
    edition: Path, upserts: Sequence[Document], deletes: Iterable[str], opened: Iterable[Segment] = ()
) -> None:
    """Replace documents by their new versions, delete others, and commit.

    `opened` are segments that need not be opened again to look ids up.
    """
    newest = {document.id: document for document in upserts}
    with _writer(edition, merge_if_many) as writer:
        _delete(writer, {*newest, *deletes}, {segment.id: segment.postings for segment in opened})
        sampler = WordSampler()
        for document in newest.values():
            writer.add_document(**fields_of(document, sampler))


def fill(edition: Path, documents: Iterable[Document], progress: Progress | None, step: int) -> int:
    """Write all documents into a new edition; `progress` is told the number every `step`. An id may come once."""
    count = 0
    with _writer(edition, None, megabytes=128) as writer:
        sampler = WordSampler()
        for document in documents:
            writer.add_document(**fields_of(document, sampler))
            count += 1
            if progress and count % step == 0:
                progress(count)
    if progress:
        progress(count)
    return count


def tidy(edition: Path) -> None:
    """Merge small segments, FEW of about one size into one, where there are so many."""
    if len(_to_merge(_segments_of(edition))) > 1:
        with _writer(edition, merge_small):
            pass


def list_unforgotten(edition: Path, written_before: float) -> list[str]:
    """List the segments in whose files the words of deleted documents stand, and that were written before this time.

    A segment's files never change, so each is rewritten once in such a time at most, whatever is deleted.
    """
    worn = [segment.segment_id() for segment in _segments_of(edition) if segment.deleted_count()]
    return [one for one in worn if _written_at(edition, one) <= written_before]


def rewrite(edition: Path, segment_id: str) -> int:
    """Write a segment anew without its deleted documents; returns how many those were."""
    gone = 0

    def without_deleted(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
        nonlocal gone
        asked = [segment for segment in segments if segment.segment_id() == segment_id]
        gone = sum(segment.deleted_count() for segment in asked)
        return _merge(writer, segments, [segment for segment in asked if _live(segment)])

    with _writer(edition, without_deleted):
        pass
    return gone


def _segments_of(edition: Path) -> list[Any]:
    return list(FileIndex(storage_of(edition), indexname=INDEX_NAME)._segments())  # noqa: SLF001


def _written_at(edition: Path, segment_id: str) -> float:
    return max((file.stat().st_mtime for file in edition.glob(f"*{segment_id}*")), default=0.0)


class WordSampler:
    """Chooses the plain words to note: each in a few documents of every reader, not in thousands."""

    def __init__(self) -> None:
        self._noted: Counter[tuple[str, str]] = Counter()

    def __call__(self, words: Iterable[str], readers: Iterable[str]) -> list[str]:
        """Return those of a document's words that some reader of it has not met often."""
        chosen: set[str] = set()
        for reader in readers:
            fresh = [(word, reader) for word in words if self._noted[word, reader] < SAMPLES]
            self._noted.update(fresh)
            chosen.update(word for word, _ in fresh)
        return sorted(chosen)


class MergingReader(SegmentReader):  # type: ignore[misc]
    """A segment about to be merged, whose postings are read block by block."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield every posting."""
        return PostingReader(self).everything()


def merge_if_many(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Leave segments as they are until there are too many."""
    return merge_small(writer, segments) if len(segments) >= MANY else segments


def merge_small(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merge segments into the one being written; gives those that stay."""
    return _merge(writer, segments, _to_merge(segments))


def _merge(writer: SegmentWriter, segments: list[Any], merged: list[Any]) -> list[Any]:
    for segment in merged:
        reader = MergingReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged and _live(segment)]


def _to_merge(segments: list[Any]) -> list[Any]:
    by_size: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        if 0 < _live(segment) < LARGE:
            by_size[int(math.log(_live(segment), FEW))].append(segment)
    merged: list[Any] = []
    for _, group in sorted(by_size.items()):
        if len(group) + bool(merged) >= FEW or any(map(_is_worn, group)):
            merged.extend(group)
    return merged


def _live(segment: Any) -> int:  # noqa: ANN401
    return int(segment.doc_count_all() - segment.deleted_count())


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
