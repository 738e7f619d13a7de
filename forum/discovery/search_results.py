"""Turns what somebody asks the search box into a query for the engine, and its hits into what a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from flask import url_for
from sqlalchemy import CompoundSelect, bindparam, literal_column, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from forum.core.db import db
from forum.core.row_ids import read_id
from forum.core.text import plain
from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.councils.queries import find_councils, get_council
from forum.discovery.named_places import find_named_places
from forum.groups.models import Group
from forum.search.analysis import terms, words
from forum.search.current import engine, meaning
from forum.search.engine import BOUND, Order, Results, SearchQuery, SimilarQuery
from forum.search.query_language import ParsedQuery, parse
from forum.search.query_plan import Plan, plan_query
from forum.search.snippets import SnippetPiece, make_snippet, mark
from forum.threads.kinds import can_read, kind_of, list_facet_labels, list_kinds, path_of
from forum.threads.models import Comment, Thread
from forum.threads.queries import list_threads_by_number
from forum.threads.similar import LEAST_NEAR
from forum.threads.synonyms import Pairs, list_tag_synonyms, widened_by
from forum.threads.tag_names import normalise
from forum.threads.visibility import known_area, may_read_comment, reader_tokens

PER_PAGE = 10
MOST_IN_OTHER_WORDS, FEW = 10, 3
LEAST_OF_BEST = 0.65
"""What is much farther than the nearest is left out: it is noise beside it."""
LAST_PAGE = BOUND // PER_PAGE
_PLACES: dict[str, type[Council | Area]] = {"council": Council, "area": Area}
_NAMED = 10  # of the values of a facet
_NAMES: CompoundSelect[tuple[str, int, str]] = union_all(
    *(
        select(literal_column(f"'{dimension}'"), table.id, table.name).where(
            table.id.in_(bindparam(dimension, expanding=True))
        )
        for dimension, table in _PLACES.items()
    )
)
FILTERED = ("kind", "council", "area", "category", "tag", "state", "rule_source", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked: the words, the filters chosen, the order and the page."""

    text: str = ""
    rest: str = ""
    """What was typed beyond the longest query that is read."""
    filters: Mapping[str, tuple[str, ...]]
    order: Order = Order.RELEVANCE
    page: int = 1
    all_words: bool = False
    as_typed: bool = False
    """Whether words that nobody uses here are searched for as they are, and not put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result as the page shows it."""

    url: str
    title: Sequence[SnippetPiece]
    kind: str
    snippet: Sequence[SnippetPiece]
    when: datetime
    council: str = ""
    area: str = ""
    state: str = ""
    state_label: str = ""
    number_of_affected: int = 0
    facts: Sequence[str] = ()
    """What else its kind says of it in a few words, such as "2 results measured"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: lines for the page, and the engine's counts."""

    asked: Asked
    """What was searched for: what was asked, or that with its slips put right."""
    lines: Sequence[Line]
    results: Results
    number_of_pages: int
    number_whole: int
    """How many of the lines hold every word and so come first; all of them where they stand in another order."""
    number_partly: int
    """How many results, on all pages, hold only some of the words and come last."""
    meant: str | None = None
    """What to search for instead, where nothing was found."""
    typed: str = ""
    """The words as they were typed, where others were searched for at once."""
    in_other_words: Sequence[Line] = ()
    """What says much the same without holding every word; on the first page alone."""

    @property
    def whole(self) -> Sequence[Line]:
        """Return the lines that hold every word that was asked."""
        return self.lines[: self.number_whole]

    @property
    def partly(self) -> Sequence[Line]:
        """Return the lines that hold only some of the words."""
        return self.lines[self.number_whole :]


def says_nothing(asked: Asked) -> bool:
    """Return whether there is nothing to look for or to narrow by: no words, or such as stand in every text ("the", "%")."""
    parsed = parse(asked.text)
    narrows = asked.filters or parsed.operators or parsed.after or parsed.before
    return not narrows and not terms(" ".join((parsed.words, *parsed.phrases, *parsed.excluded)))


def find(asked: Asked, identity: Identity) -> Found:
    """Search as this person may, at once for what was meant where a word was mistyped. Never raises for what people type."""
    pairs = list_tag_synonyms()
    found = _find(asked, identity, pairs)
    if asked.as_typed or found.results.with_all_words or not asked.text:
        return found
    readers, names = reader_tokens(identity), _words_of_names(asked.text)
    put_right = engine().did_you_mean(asked.text, readers, names=names, at_once=True)
    if put_right:
        better = _find(replace(asked, text=put_right), identity, pairs)
        if better.results.total:
            return replace(better, typed=asked.text)
    if found.lines or found.in_other_words:
        return found
    return replace(found, meant=engine().did_you_mean(asked.text, readers, names=names))


def _words_of_names(text: str) -> frozenset[str]:
    """Return the words of a text that name a council, a ward or a group."""
    return frozenset(word for place in find_named_places(text) for word in words(place.words))


def _find(asked: Asked, identity: Identity, pairs: Pairs) -> Found:
    """Search for exactly this."""
    query = _query_of(asked, identity, pairs)
    results = engine().search(query)
    plan = plan_query(query.parsed, widened_by(pairs))
    is_split = query.order is Order.RELEVANCE and not results.more_with_all_words
    ids = [hit.id for hit in results.hits]
    whole = ids[: max(results.with_all_words - (query.page - 1) * PER_PAGE, 0)] if is_split else ids
    others = find_in_other_words(query, whole)
    loaded = _load([*ids, *others], plan, identity)
    in_other_words = [loaded.pop(one) for one in others if one in loaded]
    return Found(
        asked=asked,
        lines=list(loaded.values()),
        in_other_words=in_other_words,
        number_whole=sum(one in loaded for one in whole),
        number_partly=results.total - results.with_all_words if is_split else 0,
        results=results,
        number_of_pages=min(LAST_PAGE, -(-results.total // PER_PAGE)),
    )


def find_in_other_words(query: SearchQuery, found: Sequence[str]) -> list[str]:
    """Find the ids of what says much the same as was asked, besides what was `found` by all of its words.

    Only where somebody looks for what a text is about: not for a phrase, a date, without a word, or by its age.
    """
    index, parsed = meaning(), query.parsed
    is_precise = parsed.phrases or parsed.excluded or query.after or query.before or query.all_words
    if (
        index is None
        or is_precise
        or not parsed.words
        or query.page > 1
        or query.order is not Order.RELEVANCE
    ):
        return []
    asked = SimilarQuery(
        title=parsed.words,
        text="",
        readers=query.readers,
        filters=query.filters,
        without=frozenset(found),
        limit=MOST_IN_OTHER_WORDS if len(found) < FEW else FEW,
    )
    hits = index.nearest(asked)
    least = max(LEAST_NEAR, LEAST_OF_BEST * hits[0].score) if hits else 0.0
    return [hit.id for hit in hits if hit.score >= least]


def count_since(asked: Asked, identity: Identity, since: datetime, pairs: Pairs) -> tuple[int, bool]:
    """Count what this person would find that came since; the number stops at BOUND, and the flag says that it did."""
    query = _query_of(asked, identity, pairs)
    after = max(filter(None, (query.after, since.replace(microsecond=0))))
    results = engine().search(
        replace(query, after=after, order=Order.RELEVANCE, page=1, per_page=1, facets=())
    )
    return results.total, results.more


def _query_of(asked: Asked, identity: Identity, pairs: Pairs) -> SearchQuery:
    parsed, filters = _resolve(parse(asked.text), asked.filters, dict(pairs))
    return SearchQuery(
        parsed=parsed,
        readers=reader_tokens(identity),
        filters=filters,
        after=_midnight(parsed.after),
        before=_midnight(parsed.before),
        order=asked.order,
        page=min(max(asked.page, 1), LAST_PAGE),
        per_page=PER_PAGE,
        all_words=asked.all_words,
        synonyms=widened_by(pairs),
    )


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, UTC)


def _resolve(
    parsed: ParsedQuery, chosen: Mapping[str, tuple[str, ...]], meant: Mapping[str, str]
) -> tuple[ParsedQuery, dict[str, tuple[str, ...]]]:
    """Turn operators into filters; one that names nothing we know is searched as plain words."""
    filters = {name: values for name, values in chosen.items() if name in FILTERED and values}
    for name, value in parsed.operators:
        known = _known(name, value)
        if known:
            dimension = "author" if name == "by" else name
            filters[dimension] = tuple(dict.fromkeys((*filters.get(dimension, ()), *known)))
        else:
            parsed = parsed.with_operator_as_words(name, value)
    if "tag" in filters:
        filters["tag"] = tuple(dict.fromkeys(meant.get(tag, tag) for tag in filters["tag"]))
    return parsed, filters


def with_council_numbers(asked: Asked) -> Asked:
    """Return the search with councils by their numbers, where somebody typed a name or a part of an address."""
    typed = asked.filters.get("council", ())
    if all(read_id(value) for value in typed):
        return asked
    numbers = (value if read_id(value) else next(iter(_known("council", value)), value) for value in typed)
    return replace(asked, filters={**asked.filters, "council": tuple(dict.fromkeys(numbers))})


def _known(name: str, value: str) -> tuple[str, ...]:
    folded = value.strip().casefold()
    if name == "tag":
        return (normalise(value),)
    if name == "by":
        return (value.strip(),)
    if name == "council":
        by_slug = get_council(value.strip().lower())
        return tuple(str(one.id) for one in ([by_slug] if by_slug else find_councils(value, limit=1)))
    if name == "state":
        labels = list_facet_labels("state").items()
        return tuple(state for state, label in labels if folded in {state, label.casefold()})
    kinds = ("comment", "group", *(kind.name for kind in list_kinds()))
    return tuple(kind for kind in kinds if folded in {kind, plural(kind)})


def plural(kind: str) -> str:
    """Name a kind of which there are several: stories, barriers."""
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _load(ids: Sequence[str], plan: Plan, identity: Identity) -> dict[str, Line]:
    """Read the rows behind the hits, in their order, and leave out what this person may not read after all."""
    lines = _thread_lines(_numbers(ids, "thread"), plan, identity)
    lines |= _comment_lines(_numbers(ids, "comment"), plan, identity)
    lines |= _group_lines(_numbers(ids, "group"), plan)
    return {one: lines[one] for one in ids if one in lines}


def _numbers(ids: Sequence[str], kind: str) -> list[int]:
    return [int(one.partition(":")[2]) for one in ids if one.startswith(f"{kind}:")]


def _thread_lines(numbers: list[int], plan: Plan, identity: Identity) -> dict[str, Line]:
    if not numbers:
        return {}
    rows = list_threads_by_number(numbers)
    return {f"thread:{row.id}": _thread_line(row, plan, identity) for row in rows if can_read(identity, row)}


def _thread_line(row: Thread, plan: Plan, identity: Identity) -> Line:
    card, area = kind_of(row).card(row, identity), known_area(identity, row)
    return Line(
        url=path_of(row),
        title=mark(row.title, plan),
        kind=kind_of(row).label,
        snippet=make_snippet(plain(row.body_html), plan),
        when=row.created_at,
        council=row.council.name if row.council else "",
        area=area.name if area else "",
        state=card.state,
        state_label=card.state_label,
        number_of_affected=card.number_of_affected,
        facts=card.facts,
    )


def _comment_lines(numbers: list[int], plan: Plan, identity: Identity) -> dict[str, Line]:
    if not numbers:
        return {}
    query = select(Comment).where(Comment.id.in_(numbers), Comment.deleted_at.is_(None)).join(Comment.thread)
    thread = contains_eager(Comment.thread)
    rows = db.session.scalars(query.options(thread.joinedload(Thread.council), thread.lazyload(Thread.tags)))
    return {
        f"comment:{row.id}": Line(
            url=url_for("comments.show", number=row.id),
            title=mark(row.thread.title, plan),
            kind="Comment",
            snippet=make_snippet(plain(row.body_html), plan),
            when=row.created_at,
            council=row.thread.council.name if row.thread.council else "",
        )
        for row in rows
        if can_read(identity, row.thread) and may_read_comment(identity, row)
    }


def _group_lines(numbers: list[int], plan: Plan) -> dict[str, Line]:
    if not numbers:
        return {}
    rows = db.session.scalars(select(Group).where(Group.id.in_(numbers)).options(joinedload(Group.council)))
    return {
        f"group:{row.id}": Line(
            url=url_for("group_pages.group", number=row.id, slug=row.slug),
            title=mark(row.spoken_name, plan),
            kind="Group",
            snippet=make_snippet(row.summary, plan),
            when=row.created_at,
            council=row.council.name if row.council else "",
        )
        for row in rows
    }


def place_names(results: Results, filters: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """Name the councils and wards that the facets count and that were chosen, in one statement."""
    wanted = {}
    for dimension in _PLACES:
        counted = [value for value, _ in results.facets.get(dimension, ())[:_NAMED]]
        wanted[dimension] = {read_id(value) or 0 for value in (*counted, *filters.get(dimension, ()))}
    names: dict[str, dict[str, str]] = {dimension: {} for dimension in _PLACES}
    for dimension, number, name in db.session.execute(_NAMES, wanted):
        names[dimension][str(number)] = name
    return names
