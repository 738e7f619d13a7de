"""How well what people have in mind is found on the demo: `python -m bench.findability` prints JSON.

`places`: of the places in the first fives that a filter fills, how many plain words fill with what is filed there.
`filed`: of the threads with a tag or in a category, how many its name finds. `unmarked`: results of first pages of
which nothing is marked. A demo site of its own is made, and asked as a visitor would.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from sqlalchemy import func, select

from bench.paraphrases import demo_site
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.councils.models import Area, Council
from forum.councils.ordinary_names import is_ordinary
from forum.discovery.search_query import Asked, query_of
from forum.discovery.search_results import find
from forum.search.current import engine
from forum.search.engine import BOUND
from forum.threads.kinds import list_facet_labels
from forum.threads.models import Tag, ThreadTag

TOPICS = ("insurance", "keys", "parking", "street party", "forms", "food hygiene")
FIVE = 5
MOST_TAGS = 25


def main() -> None:
    with demo_site():
        print(json.dumps({"places": places(), "filed": filed(), "unmarked": unmarked()}, indent=1))


def places() -> dict[str, list[int]]:
    """Count, for councils and for wards, how many places plain words fill, of how many that the filter fills."""
    councils = [("council", one.id, one.name) for one in db.session.scalars(select(Council))]
    wards = [("area", one.id, _as_typed(one)) for one in db.session.scalars(select(Area))]
    return {"councils": _filled(councils), "wards": _filled(wards)}


def filed() -> dict[str, list[int]]:
    """Count how many threads are found by the names of the commonest tags, and of all categories, of how many there are."""
    number = func.count()
    commonest = select(Tag.name).join(ThreadTag).group_by(Tag.id).order_by(number.desc(), Tag.name)
    tags = [(name, name.replace("-", " ")) for name in db.session.scalars(commonest.limit(MOST_TAGS))]
    return {
        "tags": _found_by_name("tag", tags),
        "categories": _found_by_name("category", list_facet_labels("category").items()),
    }


def unmarked() -> list[int]:
    """Count the results on first pages of which nothing is marked, and all results there."""
    lines = [line for text in queries() for line in find(Asked(text=text, filters={}), VISITOR).lines]
    bare = [
        one
        for one in lines
        if not any(piece.is_match for piece in (*one.title, *one.reason.excerpt, *chain(*one.reason.filed)))
    ]
    return [len(bare), len(lines)]


def queries() -> Iterator[str]:
    """Give about a hundred queries: topics, categories, tags, councils and wards."""
    yield from TOPICS
    yield from list_facet_labels("category").values()
    yield from (
        name.replace("-", " ")
        for name in db.session.scalars(select(Tag.name).order_by(Tag.id).limit(MOST_TAGS))
    )
    for council in db.session.scalars(select(Council)):
        yield from (f"{topic} in {council.name}" for topic in TOPICS)
    yield from db.session.scalars(select(Area.name).order_by(Area.id).limit(MOST_TAGS))


def _as_typed(ward: Area) -> str:
    return f"{ward.name} ward" if is_ordinary(ward.normalised) else ward.name


def _filled(known: Iterable[tuple[str, int, str]]) -> list[int]:
    hits = wanted = 0
    for dimension, number, name in known:
        for topic in TOPICS:
            there = set(_ids(topic, {dimension: (str(number),)}, BOUND))
            first = min(len(there), FIVE)
            wanted += first
            hits += sum(one in there for one in _ids(f"{topic} in {name}", {}, first))
    return [hits, wanted]


def _found_by_name(dimension: str, names: Iterable[tuple[str, str]]) -> list[int]:
    """Count what the first results list of what is filed, as many results as there are threads filed."""
    hits = wanted = 0
    for value, name in names:
        there = set(_ids("", {dimension: (value,)}, BOUND))
        wanted += len(there)
        hits += len(there.intersection(_ids(name, {}, BOUND)))
    return [hits, wanted]


def _ids(text: str, filters: dict[str, tuple[str, ...]], number: int) -> Sequence[str]:
    query, _ = query_of(Asked(text=text, filters=filters), VISITOR, ())
    if not number:
        return ()
    return [hit.id for hit in engine().search(replace(query, per_page=number)).hits]
