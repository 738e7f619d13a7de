"""Finds what says much the same as somebody asked, without holding every word; it stands beside the results of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from forum.search.current import engine, meaning
from forum.search.engine import Order, Results, SearchQuery, SimilarQuery
from forum.threads.similar import LEAST_NEAR

MOST_SURE, FEW = 10, 3
"""How many stand on the first page; a few only where as many results hold every word."""
MOST_IN_ALL = 100
LEAST_OF_BEST = 0.65
"""What is much farther than the nearest is not on the first page: it is noise beside it."""


@dataclass(frozen=True, slots=True)
class OtherWords:
    """The ids of what says much the same, the nearest first: what is sure, for the first page, and what may be, for others."""

    sure: Sequence[str] = ()
    perhaps: Sequence[str] = ()

    def on_page(self, page: int, size: int) -> Sequence[str]:
        """Return what stands on a page of results, beside those that are found by words."""
        return self.sure if page == 1 else self.perhaps[(page - 2) * size : (page - 1) * size]

    def before_page(self, page: int, size: int) -> Sequence[str]:
        """Return what stood on the pages before."""
        return (*self.sure, *self.perhaps[: (page - 2) * size]) if page > 1 else ()

    def number_of_pages(self, size: int) -> int:
        """Return on how many pages something of it stands."""
        return bool(self.sure) + -(-len(self.perhaps) // size)


def find_in_other_words(query: SearchQuery, results: Results) -> OtherWords:
    """Find what says much the same as was asked, besides the results that hold all of its words.

    Only where somebody looks for what a text is about: not for a phrase, a date, without a word, or by its age. While more
    results hold every word than a page has, those come first, and nothing of them may stand here too. What is not sure is
    looked through only where few results hold every word.
    """
    index, parsed = meaning(), query.parsed
    is_precise = parsed.phrases or parsed.excluded or query.after or query.before or query.all_words
    is_few = results.with_all_words < FEW
    if index is None or is_precise or not parsed.words or query.order is not Order.RELEVANCE:
        return OtherWords()
    if results.with_all_words > query.per_page or (query.page > 1 and not is_few):
        return OtherWords()
    asked = SimilarQuery(
        title=parsed.words,
        text="",
        readers=query.readers,
        filters={**query.filters, **{one.dimension: (one.value,) for one in parsed.places}},
        without=frozenset(_whole(query, results)),
        limit=MOST_IN_ALL if is_few else FEW,
    )
    hits = index.nearest(asked)
    least = max(LEAST_NEAR, LEAST_OF_BEST * hits[0].score) if hits else 0.0
    sure = [hit.id for hit in hits[:MOST_SURE] if hit.score >= least]
    return OtherWords(sure, [hit.id for hit in hits[len(sure) :]] if sure and is_few else ())


def _whole(query: SearchQuery, results: Results) -> list[str]:
    """Return the ids of the first results that hold every word."""
    if query.page > 1 and results.with_all_words:
        results = engine().search(replace(query, page=1, per_page=FEW, facets=()))
    return [hit.id for hit in results.hits[: results.with_all_words]]
