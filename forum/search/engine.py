"""The one interface to search, whichever engine stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from forum.search.analysis import Analysed, analyse
from forum.search.documents import FACETS, MANY_VALUED, Document
from forum.search.query_language import ParsedQuery
from forum.search.query_plan import Plan
from forum.search.synonyms import Synonyms

BOUND = 1000
"""Results are numbered up to here; beyond it the page says "more than 1,000"."""

SHORTEST_PREFIX = 2
"""Letters that must be typed before anything is suggested."""

LONGEST_DRAFT = 6_000
"""Letters of a draft that are read to find what is like it; about 1,000 words."""

MOST_REOPENED = 3
"""Filtered dimensions of which a search counts the other values, too."""

MOST_FACET_VALUES = 200
"""Values given of one facet, the most frequent ones."""

SCHEMA_VERSION = 6
"""Grows when the analysis or the stored shape changes; an index with another number asks to be rebuilt."""


class Order(StrEnum):
    """How hits are put in order."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One search.

    `filters` maps a dimension (documents.FACETS, or "author") to the values wanted: any of them, but for tags all of them.
    `after` is inclusive, `before` is not. The operators inside `parsed` (`tag:` and so on) are for the caller
    to resolve into filters: the engine does not know what a council is called. `synonyms` take the place of the
    engine's own.
    """

    parsed: ParsedQuery
    readers: frozenset[str]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: datetime | None = None
    before: datetime | None = None
    order: Order = Order.RELEVANCE
    page: int = 1
    per_page: int = 20
    all_words: bool = False
    facets: tuple[str, ...] = FACETS
    synonyms: Synonyms | None = None
    useful_at: datetime | None = None
    """The moment at which the usefulness of documents is weighed into their scores; None leaves it out."""

    def reopened(self) -> tuple[str, ...]:
        """Return the filtered dimensions that are counted as if they were not: the first ones, for each costs a count."""
        single = (name for name in self.facets if self.filters.get(name) and name not in MANY_VALUED)
        return tuple(single)[:MOST_REOPENED]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarQuery:
    """A search for documents like a draft or a document, given as its title and text."""

    title: str
    text: str
    readers: frozenset[str]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    limit: int = 10
    document: str | None = None
    """The id of the document that was given, where it is one."""

    def analysed(self) -> Analysed:
        """Return its terms, as far as it is read."""
        return analyse(self.title[:LONGEST_DRAFT], self.text[:LONGEST_DRAFT])


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `likeness` is 0 to 1 for similar documents: the score over the draft's own score."""

    id: str
    score: float
    likeness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a search found, one page of it.

    `total` and `with_all_words` stop at BOUND; `more` and `more_with_all_words` say that there are more.
    `facets` maps a dimension to its values with counts, most first; a dimension that is filtered counts as if
    its own filter were not set (`SearchQuery.reopened`), so that other values can be chosen.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    with_all_words: int = 0
    more_with_all_words: bool = False
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    facets_are_partial: bool = False
    left_out: tuple[str, ...] = ()
    """The words and phrases that were not looked for, because there were so many (query_bounds)."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a person may be typing: ids of documents by their titles, and tags."""

    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the index holds of one document, to be compared with the database."""

    id: str
    version: int
    readers_fingerprint: int
    content_fingerprint: int = 0


class RebuildRunningError(RuntimeError):
    """Another process is rebuilding the index."""


Progress = Callable[[int], None]


class IndexDamagedError(RuntimeError):
    """The index is there and cannot be read. The worker builds it anew; until then only lists work."""


class SearchEngine(Protocol):
    """Finds documents. Every way of asking takes the reader's tokens and answers only from what they may read."""

    def search(self, query: SearchQuery) -> Results:
        """Find a page of documents, with counts and facets. Never raises for what people type.

        Raises IndexDamagedError; the other ways of asking then answer that there is nothing.
        """
        ...

    def plan(self, parsed: ParsedQuery) -> Plan:
        """Say what a query looks for, synonyms included, so that snippets mark the same words."""
        ...

    def similar(self, query: SimilarQuery) -> tuple[Hit, ...]:
        """Find documents like a draft, most alike first."""
        ...

    def suggest(self, prefix: str, readers: frozenset[str], limit: int = 8) -> Suggestions:
        """Complete what is being typed, from titles and tags; nothing under two letters."""
        ...

    def did_you_mean(
        self,
        text: str,
        readers: frozenset[str],
        *,
        names: frozenset[str] = frozenset(),
        at_once: bool = False,
    ) -> str | None:
        """Return a query with its unknown words put right from the index's own words, or None.

        `names` (folded words) are left as they are; with `at_once` all is that is not surely a slip of the hand.
        """
        ...

    def apply(self, upserts: Sequence[Document] = (), deletes: Iterable[str] = ()) -> None:
        """Take in a batch of changes. The worker alone calls it; doing it twice does no harm."""
        ...

    def tidy(self, forget_after: timedelta | None = None) -> int:
        """Put in order what many small changes left; the worker calls it every night.

        With `forget_after`, nothing that was deleted or changed longer ago stands in any file after it; returns the number
        of documents that were taken out of files for that.
        """
        ...

    def rebuild(self, documents: Iterable[Document], progress: Progress | None = None) -> int:
        """Build a new index beside the live one and swap it in; returns the number of documents.

        What `apply` takes in meanwhile, from any process, is in the new index too.
        """
        ...

    def stamps(self, after: str = "", limit: int | None = None) -> Iterator[Stamp]:
        """Give what the index holds, in the order of ids, for a check against the database."""
        ...

    def look(self) -> None:
        """Look whether the index can be read, at the same cost whatever it holds. Raises IndexDamagedError."""
        ...

    def needs_rebuild(self) -> bool:
        """Return whether the index is missing, is damaged, or was made by another version."""
        ...

    def generation(self) -> str:
        """Name the state of the index; another name after each change that can be seen."""
        ...

    def count(self) -> int:
        """Count the documents, whoever may read them."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
