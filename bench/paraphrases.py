"""How well one obstacle is found in another person's words: `python -m bench.relevance --what paraphrases FILE`.

FILE has two columns with a tab between: what somebody types, and the title of the demo's barrier that says the same.
A demo site of its own is made, and asked as a visitor would; the order is that of the search page: what holds every
word, what says the same in other words, what holds some of the words. The similar step is asked with the same words.
A FILE of one column holds drafts that are about nothing here: of how many something is said to be like them is counted.
"""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from config import Settings
from forum.app import create_app
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.discovery.other_words import find_in_other_words
from forum.discovery.search_query import PER_PAGE
from forum.search.current import engine, meaning
from forum.search.documents import PUBLIC
from forum.search.engine import SearchQuery
from forum.search.query_language import parse
from forum.startup import prepare
from forum.threads.index_maintenance import rebuild_index, write_all_vectors
from forum.threads.models import Thread
from forum.threads.similar import find_similar
from forum.threads.similarity import Case

DEPTH = 100


def measure(file: Path) -> dict[str, object]:
    """Return hit@5, hit@100 and nDCG@10 of search and of the similar step; of strangers, how many are offered something."""
    pairs = [line.split("\t") for line in file.read_text().splitlines() if line.strip()]
    with demo_site():
        if all(len(pair) == 1 for pair in pairs):
            return {"drafts": file.name, "offered": [words for (words,) in pairs if similar(words)]}
        numbers = {title: number for number, title in db.session.execute(select(Thread.id, Thread.title))}
        wanted = [(words, f"thread:{numbers[title.strip()]}") for words, title in pairs]
        found = [place(ranked(words), one) for words, one in wanted]
        alike = [place(similar(words), one) for words, one in wanted]
        return {"pairs": file.name, "queries": len(pairs), "search": scores(found), "similar": scores(alike)}


@contextmanager
def demo_site() -> Iterator[None]:
    """Make a demo, index it, and be its application meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({**os.environ, "INSTANCE_FOLDER": folder, "DEMO": "1"})
        prepare(settings)
        app = create_app(settings)
        with app.test_request_context():
            rebuild_index()
            if index := meaning():
                write_all_vectors(index.encoder)
            yield
            db.session.remove()
            db.engine.dispose()


def ranked(words: str) -> list[str]:
    """Return the ids of what the search page shows, page after page, in its order."""
    found: dict[str, None] = {}
    for page in range(1, DEPTH // PER_PAGE + 1):
        query = SearchQuery(
            parsed=parse(words), readers=frozenset({PUBLIC}), page=page, per_page=PER_PAGE, facets=()
        )
        results = engine().search(query)
        ids = [hit.id for hit in results.hits]
        whole = ids[: max(results.with_all_words - (page - 1) * PER_PAGE, 0)]
        others = find_in_other_words(query, results).on_page(page, PER_PAGE)
        found |= dict.fromkeys((*whole, *others, *ids))
    return list(found)


def similar(words: str) -> list[str]:
    """Return the ids of what is shown as like a title."""
    return [f"thread:{one.thread.id}" for one in find_similar(Case(words), identity=VISITOR)]


def place(ids: Sequence[str], one: str) -> int | None:
    """Return where something stands in a list, from 0; None where it is not in it."""
    return ids.index(one) if one in ids else None


def scores(places: Sequence[int | None]) -> dict[str, float]:
    """Return the shares found among the first 5 and 100, and the nDCG at 10 with one right answer each."""
    number = max(len(places), 1)
    gains = [1 / math.log2(one + 2) for one in places if one is not None and one < 10]
    return {
        "hit@5": round(sum(one is not None and one < 5 for one in places) / number, 3),
        "hit@100": round(sum(one is not None and one < 100 for one in places) / number, 3),
        "ndcg@10": round(sum(gains) / number, 3),
    }
