"""Finds threads of any kind like another or like a draft: candidates from the search engine, rows checked again, one ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from sqlalchemy import Select

from forum.councils.identity import Identity
from forum.search.current import engine, meaning
from forum.search.engine import IndexDamagedError, Order, SearchQuery, SimilarQuery
from forum.search.query_language import parse
from forum.threads.cards import Card
from forum.threads.kinds import can_read, guess_category, kind_of, list_kinds
from forum.threads.models import Thread
from forum.threads.queries import list_threads_by_number
from forum.threads.similarity import Case, Likeness, Meaning, compare
from forum.threads.visibility import reader_tokens

LEAST_LIKE = 0.05  # of the draft's own score; below it, hits share no more than a common word or two
LEAST_NEAR = 0.25  # in meaning; strangers are seldom as near as that (docs/search.md)
MOST_SHOWN = 6
SHORTEST_TITLE = 8
LOOKED_AT, MOST_OF_A_KIND, MOST_WHILE_TYPING = 12, 2, 5

Found = TypeVar("Found", bound=Thread)


@dataclass(frozen=True, slots=True)
class Alike(Generic[Found]):
    """A thread like another, and what they have in common, for people."""

    thread: Found
    why: str

    def card(self, identity: Identity) -> Card:
        """Return what a list shows of it, with the reason why it is there."""
        shown = kind_of(self.thread).card(self.thread, identity)
        return replace(shown, facts=(*shown.facts, self.why))


def rank(case: Case, found: Iterable[Found]) -> list[tuple[Likeness, Found]]:
    """Rank threads by what they have in common with a case; then by how many groups they affect, then the newest."""
    cases = {one.id: (kind_of(one).case(one), one) for one in found}
    near = meanings(case, cases)
    compared = [
        (compare(case, other, near.get(number)), other.number_of_affected, one)
        for number, (other, one) in cases.items()
    ]
    compared.sort(key=lambda row: (row[0].score, row[1], row[2].id), reverse=True)
    return [(likeness, one) for likeness, _, one in compared]


def meanings(case: Case, numbers: Iterable[int]) -> dict[int, Meaning]:
    """Return how near these threads are to a case in meaning; nothing of those whose meaning is not known."""
    index = meaning()
    if index is None:
        return {}
    asked, ids = _query(case, frozenset(), {}), [f"thread:{number}" for number in numbers]
    near, everyday = index.cosines(asked, ids), index.everyday(asked, ids)
    return {int(one.removeprefix("thread:")): Meaning(near[one], everyday[one]) for one in near}


def find_ids_alike(
    case: Case, *, readers: frozenset[str], filters: Mapping[str, tuple[str, ...]], limit: int
) -> list[str]:
    """Find the ids of threads that share words with a case, and of those that say the same in others."""
    asked = _query(case, readers, filters, limit)
    by_words = [hit.id for hit in engine().similar(asked) if hit.likeness >= LEAST_LIKE]
    index = meaning()
    by_meaning = [hit.id for hit in index.nearest(asked) if hit.score >= LEAST_NEAR] if index else []
    return list(dict.fromkeys((*by_words, *by_meaning)))


def _query(
    case: Case, readers: frozenset[str], filters: Mapping[str, tuple[str, ...]], limit: int = MOST_SHOWN
) -> SimilarQuery:
    itself = None if case.number is None else f"thread:{case.number}"
    return SimilarQuery(
        title=case.title,
        text=case.text,
        readers=readers,
        filters=filters,
        without=frozenset(filter(None, (itself,))),
        limit=limit,
        document=itself,
    )


def find_similar(
    case: Case,
    *,
    identity: Identity,
    kinds: Sequence[str] = (),
    limit: int = MOST_SHOWN,
) -> list[Alike[Thread]]:
    """Find threads that this reader may read and that are like a case, most alike first; of all kinds, or some.

    What its author took back is left out.
    """
    found = find_candidates(case, identity=identity, kinds=kinds, limit=2 * limit)
    close = [(likeness, one) for likeness, one in rank(case, found) if likeness.is_close]
    return [Alike(one, likeness.why) for likeness, one in close[:limit]]


def find_candidates(
    case: Case,
    *,
    identity: Identity,
    kinds: Sequence[str] = (),
    limit: int = MOST_SHOWN,
) -> list[Thread]:
    """Find threads that share words with a case, or its council and kind, as the engine orders them; not yet compared."""
    names = tuple(kinds) or tuple(kind.name for kind in list_kinds())
    return _read(_candidate_ids(case, identity, names, limit), case, identity)


def find_candidates_of_each_kind(
    case: Case, *, identity: Identity, limit: int, besides: Sequence[Select[tuple[int]]] = ()
) -> list[Thread]:
    """Find candidates as `find_candidates` does, so many of each kind, and read them together with those of `besides`."""
    kinds = list_kinds() if case.title else ()
    ids = [one for kind in kinds for one in _candidate_ids(case, identity, (kind.name,), limit)]
    return _read(ids, case, identity, besides)


def _candidate_ids(case: Case, identity: Identity, kinds: tuple[str, ...], limit: int) -> list[str]:
    filters = {"kind": kinds}
    alike = find_ids_alike(case, readers=reader_tokens(identity), filters=filters, limit=limit)
    return alike + _of_the_same_kind(case, identity, filters, limit)


def _read(
    ids: Iterable[str], case: Case, identity: Identity, besides: Sequence[Select[tuple[int]]] = ()
) -> list[Thread]:
    numbers = [int(one.removeprefix("thread:")) for one in dict.fromkeys(ids) if one.startswith("thread:")]
    rows = list_threads_by_number(numbers, besides) if numbers or besides else ()
    by_number = {row.id: row for row in rows}
    ordered = dict.fromkeys((*numbers, *sorted(by_number, reverse=True)))
    wanted = [by_number[number] for number in ordered if number in by_number and number != case.number]
    return [row for row in wanted if can_read(identity, row) and not kind_of(row).is_taken_back(row)]


def find_while_typing(title: str, identity: Identity, council_id: int | None = None) -> list[Alike[Thread]]:
    """Find a few threads like a title that is being typed: the most alike, but of no kind so many that it hides others."""
    if len(title) < SHORTEST_TITLE:
        return []
    met: Counter[str] = Counter()
    chosen = []
    case = Case(title, council_id=council_id, category=guess_category(title))
    for one in find_similar(case, identity=identity, limit=LOOKED_AT):
        met[one.thread.kind] += 1
        if met[one.thread.kind] <= MOST_OF_A_KIND:
            chosen.append(one)
    return chosen[:MOST_WHILE_TYPING]


def _of_the_same_kind(
    case: Case, identity: Identity, filters: dict[str, tuple[str, ...]], limit: int
) -> list[str]:
    """Find the newest of the same kind of obstacle at the same council: a twin may share no word that is rare enough."""
    if case.council_id is None or not case.category:
        return []
    asked = SearchQuery(
        parsed=parse(""),
        readers=reader_tokens(identity),
        filters={**filters, "council": (str(case.council_id),), "category": (case.category,)},
        order=Order.NEWEST,
        per_page=limit,
        facets=(),
    )
    try:
        return [hit.id for hit in engine().search(asked).hits]
    except IndexDamagedError:
        return []
