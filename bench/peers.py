"""The search beside others on the same documents: `python -m bench.peers DIR ...` prints a table for docs/search.md.

DIR is a collection as in bench.relevance. Others are `bm25s` and `tantivy`, which nothing here needs: install them into a
folder and name it (`pip install --target FOLDER bm25s tantivy`, `PYTHONPATH=FOLDER`); SQLite's FTS5; and PostgreSQL's ts_rank at
BENCH_DATABASE_URL. Each gets title and text as one text, its English stems, and any of the words. What is not there is left out.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from bench.engines import DATABASE, opened
from bench.relevance import Ask, ask_search, measure, read_documents
from forum.search.documents import Document
from forum.search.stopwords import STOP_WORDS
from forum.search.word_forms import stem

Row = tuple[str, str]
FIGURES = ("ndcg@10", "recall@100")


def main() -> None:
    folders = [Path(one) for one in sys.argv[1:]]
    print("| nDCG@10 / recall@100 | " + " | ".join(one.name for one in folders) + " |")
    print("|---" * (len(folders) + 1) + "|")
    for name, prepare in engines().items():
        cells = [" / ".join(f"{figure:.3f}" for figure in _figures(prepare, folder)) for folder in folders]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def engines() -> dict[str, Callable[[ExitStack, list[Document]], Ask]]:
    """Return what makes an index of documents and a way to ask it, by the name of the engine."""
    ours = {f"Clearway, {one}": partial(_clearway, one) for one in ("whoosh", "postgresql")}
    modules = {name: make for name, make in (("bm25s", _bm25s), ("tantivy", _tantivy)) if find_spec(name)}
    return {**ours, **modules, "SQLite FTS5": _fts5, "PostgreSQL ts_rank": _ts_rank}


def _figures(prepare: Callable[[ExitStack, list[Document]], Ask], folder: Path) -> Iterator[float]:
    with ExitStack() as stack:
        measured = measure(folder, prepare(stack, list(read_documents(folder))))
    yield from (float(str(measured[name])) for name in FIGURES)


def _clearway(backend: str, stack: ExitStack, documents: list[Document]) -> Ask:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    engine = stack.enter_context(opened(backend, folder))
    engine.rebuild(documents)
    return partial(ask_search, engine)


def _rows(documents: list[Document]) -> list[Row]:
    return [(one.id, f"{one.title}\n{one.text}") for one in documents]


def _bm25s(_stack: ExitStack, documents: list[Document]) -> Ask:
    package: Any = import_module("bm25s")
    rows = _rows(documents)

    def tokenize(texts: list[str]) -> Any:  # noqa: ANN401  # the package's own
        stems = lambda words: [stem(word) for word in words]  # noqa: E731
        return package.tokenize(texts, stopwords=sorted(STOP_WORDS), stemmer=stems, show_progress=False)

    index = package.BM25(method="lucene")
    index.index(tokenize([words for _, words in rows]), show_progress=False)

    def ask(words: str, limit: int) -> list[str]:
        found, scores = index.retrieve(tokenize([words]), k=min(limit, len(rows)), show_progress=False)
        return [rows[one][0] for one, score in zip(found[0], scores[0], strict=True) if score > 0]

    return ask


def _tantivy(_stack: ExitStack, documents: list[Document]) -> Ask:
    package: Any = import_module("tantivy")
    schema = package.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    index = package.Index(schema.add_text_field("text", tokenizer_name="en_stem").build())
    writer = index.writer()
    for number, words in _rows(documents):
        writer.add_document(package.Document(id=number, text=words))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(words: str, limit: int) -> list[str]:
        query = index.parse_query(" ".join(re.findall(r"\w+", words.lower())), ["text"])
        return [searcher.doc(place)["id"][0] for _, place in searcher.search(query, limit).hits]

    return ask


def _fts5(stack: ExitStack, documents: list[Document]) -> Ask:
    database = sqlite3.connect(":memory:")
    stack.callback(database.close)
    database.execute("CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO d VALUES (?, ?)", _rows(documents))

    def ask(words: str, limit: int) -> list[str]:
        match = " OR ".join(
            f'"{word}"' for word in re.findall(r"\w+", words) if word.lower() not in STOP_WORDS
        )
        found = database.execute("SELECT id FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?", (match, limit))
        return [number for (number,) in found]

    return ask


def _ts_rank(stack: ExitStack, documents: list[Document]) -> Ask:
    connection: Connection = stack.enter_context(create_engine(DATABASE).connect())
    connection.execute(text("CREATE TEMPORARY TABLE d (id text, words tsvector) ON COMMIT DROP"))
    rows = [{"id": number, "words": words} for number, words in _rows(documents)]
    connection.execute(text("INSERT INTO d VALUES (:id, to_tsvector('english', :words))"), rows)
    best = text(
        "SELECT id FROM d, CAST(replace(CAST(plainto_tsquery('english', :words) AS text), '&', '|') AS tsquery) AS asked "
        "WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, id LIMIT :most"
    )
    return lambda words, limit: list(connection.scalars(best, {"words": words, "most": limit}))


if __name__ == "__main__":
    main()
