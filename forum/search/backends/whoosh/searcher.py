"""Answers a search over all segments: the page of hits, the counts, the facets, and what is similar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from forum.search.backends.whoosh.execution import Execution, best, filter_mask, gather_statistics
from forum.search.backends.whoosh.segments import Mask, Segment
from forum.search.backends.whoosh.snapshot import Snapshot
from forum.search.engine import BOUND, MOST_FACET_VALUES, Hit, Order, Results, SearchQuery, SimilarQuery
from forum.search.query_bounds import within_bounds
from forum.search.query_plan import plan_query, plan_similar, score_of_itself
from forum.search.ranking import Floats, idf, usefulness
from forum.search.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class SegmentMatches:
    """What one segment answers."""

    segment: Segment
    execution: Execution
    scores: Floats
    wanted: Mask  # the plan's matches, before filters
    mask: Mask  # and after


WHOLE = 1e6  # more than any score: what holds every word comes first


def search(snapshot: Snapshot, query: SearchQuery, synonyms: Synonyms) -> Results:
    """Find a page of documents, with counts and facets."""
    plan = plan_query(query.parsed, query.synonyms or synonyms)
    statistics = gather_statistics(
        snapshot.segments, snapshot.number_of_documents, snapshot.average_length, plan
    )
    plan = plan.resolved(statistics.frequency)
    plan, left_out = within_bounds(plan, statistics.frequency, statistics.number_of_documents)
    parts = [_part(segment, Execution(segment, plan, statistics), query) for segment in snapshot.segments]
    total = sum(int(np.count_nonzero(part.mask)) for part in parts)
    complete = sum(int(np.count_nonzero(part.mask & part.execution.holds_all)) for part in parts)
    return Results(
        hits=_page(parts, query),
        total=min(total, BOUND),
        more=total > BOUND,
        with_all_words=min(complete, BOUND),
        more_with_all_words=complete > BOUND,
        facets={dimension: _facet(parts, dimension, query) for dimension in query.facets},
        left_out=left_out,
    )


def similar(snapshot: Snapshot, query: SimilarQuery) -> tuple[Hit, ...]:
    """Find documents like a draft; likeness is the score over the draft's score for itself."""
    analysed = query.analysed()
    number, average = snapshot.number_of_documents, snapshot.average_length

    def weigh(term: str) -> float:
        frequency = sum(len(segment.read(term).ids) for segment in snapshot.segments)
        return idf(number, frequency) if frequency else 0.0

    plan = plan_similar(analysed, weigh)
    if plan.is_empty():
        return ()
    statistics = gather_statistics(snapshot.segments, number, average, plan)
    whole = score_of_itself(plan, analysed, average, statistics.idf)
    found: list[tuple[float, Segment, int]] = []
    for segment in snapshot.segments:
        execution = Execution(segment, plan, statistics)
        mask = execution.matched & filter_mask(segment, query.readers, query.filters, (None, None))
        scores = execution.scores.astype(np.float64)
        wanted = query.limit + len(query.without)
        found.extend((float(scores[at]), segment, int(at)) for at in best(mask, (scores,), wanted))
    found.sort(key=lambda entry: -entry[0])
    named = ((segment.name(at), score) for score, segment, at in found)
    hits = (Hit(name, score, min(score / whole, 1.0)) for name, score in named if name not in query.without)
    return tuple(hit for hit, _ in zip(hits, range(query.limit), strict=False))


def stamps_of(segment: Segment, after: str) -> Iterator[tuple[str, int, int, int]]:
    """Give (id, version, fingerprints of readers and content) of each live document after an id, in order."""
    for name in segment.postings.lexicon("id", start=after):
        if name <= after:
            continue
        for number in segment.postings.read("id", name).ids.tolist():
            if segment.live[number]:
                row = segment.numbers[number]
                yield name, int(row["version"]), int(row["readers"]), int(row["content"])


def _part(segment: Segment, execution: Execution, query: SearchQuery) -> SegmentMatches:
    wanted = execution.holds_all if query.all_words else execution.matched
    scores = execution.scores
    if query.useful_at is not None:
        numbers, moment = segment.numbers, query.useful_at.timestamp()
        scores = scores * usefulness(numbers["standing"], numbers["active"], moment)
    return SegmentMatches(segment, execution, scores, wanted, wanted & _filtered(segment, query))


def _filtered(segment: Segment, query: SearchQuery, without: str = "") -> Mask:
    created = (_seconds(query.after), _seconds(query.before))
    return filter_mask(segment, query.readers, query.filters, created, without)


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _page(parts: list[SegmentMatches], query: SearchQuery) -> tuple[Hit, ...]:
    first = max(query.page - 1, 0) * query.per_page
    last = min(first + query.per_page, BOUND)
    found: list[tuple[float, float, int, int]] = []
    for place, part in enumerate(parts):
        leading = 2.0 * part.execution.holds_all + part.execution.comes_first
        scores = part.scores + WHOLE * leading
        created = part.segment.numbers["created"].astype(np.float64)
        keys = (created, scores) if query.order is Order.NEWEST else (scores, created)
        numbers = best(part.mask, keys, last)
        found.extend(
            (-one, -two, place, number)
            for one, two, number in zip(
                keys[0][numbers].tolist(), keys[1][numbers].tolist(), numbers.tolist(), strict=True
            )
        )
    found.sort()
    return tuple(
        Hit(parts[place].segment.name(number), float(parts[place].scores[number]))
        for _, _, place, number in found[first:last]
    )


def _facet(parts: list[SegmentMatches], dimension: str, query: SearchQuery) -> tuple[tuple[str, int], ...]:
    open_again = dimension in query.reopened()
    counted: Counter[str] = Counter()
    for part in parts:
        mask = part.wanted & _filtered(part.segment, query, dimension) if open_again else part.mask
        counted.update(part.segment.facet(dimension).counts(mask, np.flatnonzero(mask)))
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_FACET_VALUES])
