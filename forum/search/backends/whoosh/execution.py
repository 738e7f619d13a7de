"""Carries a plan out on one segment with NumPy: scores, what matches, what holds every word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forum.search.analysis import LAST_POSITION
from forum.search.backends.whoosh.postings import NONE, Places, Postings
from forum.search.backends.whoosh.schema import SEPARATOR
from forum.search.backends.whoosh.segments import Mask, Segment
from forum.search.documents import MANY_VALUED, asked_value
from forum.search.phrases import Phrase
from forum.search.query_plan import Concept, Plan
from forum.search.ranking import Floats, idf, synonym_weight, term_scores


@dataclass(frozen=True, slots=True)
class Statistics:
    """What ranking needs to know of the whole index."""

    number_of_documents: int
    average_length: float
    frequencies: Mapping[str, int]

    def frequency(self, term: str) -> int:
        """Return in how many documents a term is."""
        return self.frequencies.get(term, 0)

    def idf(self, term: str) -> float:
        """Weigh a term."""
        return idf(self.number_of_documents, self.frequency(term))


def gather_statistics(segments: list[Segment], number: int, average: float, plan: Plan) -> Statistics:
    """Add up in how many documents each term of a plan occurs."""
    frequencies = {
        term: sum(len(segment.read(term).ids) for segment in segments) for term in plan.read_terms()
    }
    return Statistics(number, average, frequencies)


class Execution:
    """One plan on one segment. `matched` and `holds_all` do not know of filters and readers yet."""

    def __init__(self, segment: Segment, plan: Plan, statistics: Statistics) -> None:
        self._segment = segment
        self._statistics = statistics
        self._norms = segment.norms(statistics.average_length)
        self.scores: Floats = np.zeros(segment.size, np.float32)
        self._held = np.zeros(segment.size, np.uint8)
        for concept in plan.besides_places:
            self._add(concept)
        self.comes_first: Mask = self.scores > 0 if plan.besides_places else np.ones(segment.size, np.bool_)
        for concept in plan.concepts[len(plan.besides_places) :]:
            self._add(concept)
        self.matched: Mask = self.scores > 0 if plan.concepts else np.ones(segment.size, np.bool_)
        for phrase in plan.required:
            self.matched &= self._holding(phrase)
        for phrase in plan.excluded:
            self.matched &= ~self._holding(phrase)
        self.holds_all: Mask = self.matched & (self._held == len(plan.concepts))
        for term in plan.places:
            self.comes_first &= segment.mask("text", term)

    def _add(self, concept: Concept) -> None:
        if len(concept.words) == 1 and not concept.alternatives:
            postings = self._segment.read(concept.words[0])
            self.scores[postings.ids] += self._scored(
                postings, self._statistics.idf(concept.words[0]) * concept.weight
            )
            self._held[postings.ids] += 1
            return
        scores = np.zeros_like(self.scores)
        held = np.zeros_like(self._held)
        for word in concept.words:
            postings = self._segment.read(word)
            scores[postings.ids] += self._scored(postings, self._statistics.idf(word))
            held[postings.ids] += 1
        whole = held == len(concept.words)
        for way in concept.alternatives:
            self._widen(way, way.share * synonym_weight(len(concept.words), len(way.parts)), scores, whole)
        self.scores += scores * np.float32(concept.weight)
        self._held += whole

    def _widen(self, way: Phrase, weight: float, scores: Floats, whole: Mask) -> None:
        ids = self._documents_with(way)
        worth = np.zeros(len(ids), np.float32)
        for term in way.terms:
            postings = self._segment.read(term)
            kept = np.isin(postings.ids, ids, assume_unique=True)
            here = Postings(postings.ids[kept], postings.frequencies[kept])
            worth += self._scored(here, self._statistics.idf(term) * weight)
        scores[ids] = np.maximum(scores[ids], worth)
        whole[ids] = True

    def _scored(self, postings: Postings, weight: float) -> Floats:
        return term_scores(postings.frequencies, self._norms[postings.ids], weight)

    def _holding(self, phrase: Phrase) -> Mask:
        mask = np.zeros(self._segment.size, np.bool_)
        mask[self._documents_with(phrase)] = True
        return mask

    def _documents_with(self, phrase: Phrase) -> npt.NDArray[np.uint32]:
        if len(phrase.parts) == 1:
            return self._segment.read(phrase.parts[0][0]).ids
        if any(self._segment.read(term).ids.size == 0 for term in phrase.terms):
            return NONE.ids
        rarest_first = sorted(phrase.parts, key=lambda part: len(self._segment.read(part[0]).ids))
        starts = self._starts(*rarest_first[0])
        for term, offset in rarest_first[1:]:
            starts = _in_both(starts, self._starts(term, offset))
            if not len(starts):
                break
        documents: npt.NDArray[np.uint32] = (starts >> 16).astype(np.uint32)
        first_of_each = np.diff(documents, prepend=np.uint32(0xFFFFFFFF)) != 0
        return np.asarray(documents[first_of_each], np.uint32)

    def _starts(self, term: str, offset: int) -> Places:
        places = self._segment.postings.places("text", term)
        position = places & 0xFFFF
        return places[(position >= offset) & (position < LAST_POSITION)] - offset


def _in_both(one: Places, other: Places) -> Places:
    """Return what two sorted arrays have in common; a stable sort merges two sorted runs, twice as fast as intersect1d."""
    both = np.sort(np.concatenate((one, other)), kind="stable")
    return np.asarray(both[:-1][both[1:] == both[:-1]], np.int64)


def filter_mask(
    segment: Segment,
    readers: frozenset[str],
    filters: Mapping[str, tuple[str, ...]],
    created: tuple[float | None, float | None],
    without: str = "",
) -> Mask:
    """Say which documents a person may read and the filters let through; `without` names a dimension left open.

    `created` is (from, inclusive; until, exclusive) in seconds since 1970.
    """
    mask = segment.visible(readers)
    for dimension, values in filters.items():
        if not values or dimension == without:
            continue
        terms = [f"{dimension}{SEPARATOR}{asked_value(value)}" for value in values]
        if dimension in MANY_VALUED:
            for term in terms:
                mask &= segment.mask("facet", term)
        else:
            mask &= segment.any_of("facet", terms)
    since, until = created
    if since is not None:
        mask &= segment.numbers["created"] >= since
    if until is not None:
        mask &= segment.numbers["created"] < until
    return mask


def best(mask: Mask, keys: tuple[npt.NDArray[np.float64], ...], wanted: int) -> npt.NDArray[np.intp]:
    """Return the numbers of the best documents in order: largest first key, then the next, then the lowest number."""
    found = np.flatnonzero(mask)
    first = keys[0][found]
    if len(found) > wanted:
        cutoff = np.partition(first, len(first) - wanted)[len(first) - wanted]
        found = found[first >= cutoff]
    order = np.lexsort((found, *(-key[found] for key in reversed(keys))))
    return found[order[:wanted]]
