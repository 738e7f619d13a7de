"""How often a search survives a slip of the hand: `python -m bench.mistyped [--backend whoosh|postgresql]` prints one JSON object.

The demo's cases are the documents. Of 60 titles two words are asked for, of which one is mistyped: letters that changed
places, one missing, one doubled, the word split. The same slips at every run. `survives`: at least three of the first five
that the right words find are among the first five; `alone`: the mistyped word alone finds what the right one does.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bench.engines import opened
from forum.demo.loader import list_cases
from forum.search.analysis import tokens
from forum.search.documents import PUBLIC, Document
from forum.search.engine import SearchEngine, SearchQuery
from forum.search.query_language import parse

QUERIES, FIRST, ENOUGH = 60, 5, 3
READERS = frozenset({PUBLIC})


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.mistyped", description=__doc__.partition("\n")[0])
    parser.add_argument("--backend", choices=("whoosh", "postgresql"), default="whoosh")
    backend = parser.parse_args().backend
    with tempfile.TemporaryDirectory() as folder, opened(backend, Path(folder)) as engine:
        print(json.dumps({"backend": backend, **measure(engine)}))


def measure(engine: SearchEngine) -> dict[str, object]:
    """Index the demo's cases, and return how many of the slips are survived."""
    engine.rebuild(documents())
    asked = list(queries())
    survived = {pair for pair in asked if survives(engine, f"{pair[0]} {pair[1]}", f"{pair[2]} {pair[1]}")}
    return {
        "queries": len(asked),
        "survives": len(survived),
        "alone": sum(survives(engine, word, slip) for word, _, slip in asked),
        "lost": [f"{slip} {other}" for word, other, slip in asked if (word, other, slip) not in survived],
    }


def documents() -> Iterator[Document]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for number, case in enumerate(list_cases()):
        yield Document(
            id=f"thread:{number}",
            kind="barrier",
            title=case.title,
            text=f"{case.trying_to}\n{case.story}",
            readers=READERS,
            created_at=moment,
        )


def queries() -> Iterator[tuple[str, str, str]]:
    """Give a word, another one of the same title, and the first as it was mistyped."""
    chance = Random(60)
    titles = sorted({case.title for case in list_cases()})
    chance.shuffle(titles)
    left = QUERIES
    for title in titles:
        long = dict.fromkeys(
            one.word for one in tokens(title) if one.word.isalpha() and len(one.word) > FIRST
        )
        if left and len(long) > 1:
            left -= 1
            word, other = chance.sample(list(long), 2)
            yield word, other, mistype(word, chance)


def mistype(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 2)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        f"{word[: at + 1]} {word[at + 1 :]}",
    )
    return chance.choice([slip for slip in slips if slip != word])


def survives(engine: SearchEngine, right: str, typed: str) -> bool:
    wanted, got = first(engine, right), first(engine, typed)
    return len(wanted & got) >= min(len(wanted), ENOUGH)


def first(engine: SearchEngine, text: str) -> set[str]:
    """Return the ids of the first five, of what was meant where that is searched for."""
    query = SearchQuery(parsed=parse(text), readers=READERS, per_page=FIRST, facets=())
    results = engine.search(query)
    meant = None if results.with_all_words else engine.did_you_mean(text, READERS, at_once=True)
    return first(engine, meant) if meant else {hit.id for hit in results.hits}


if __name__ == "__main__":
    main()
