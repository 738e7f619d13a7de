"""How good the search is: `python -m bench.relevance DIR [--backend whoosh|postgresql]` prints one JSON object.

DIR holds documents.jsonl (id, title, text), queries.jsonl (id, text) and qrels.tsv (query, document, grade).
Everything goes through the product's own analyzer, fields and query plan; with `--what similar` the queries are drafts
that the similar step is asked with. nDCG: gain = grade, discount = log2(rank + 1). Queries without a relevant document
are left out of the means.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import paraphrases
from bench.engines import opened
from forum.search.documents import PUBLIC, Document
from forum.search.engine import BOUND, SearchEngine, SearchQuery, SimilarQuery
from forum.search.query_language import ParsedQuery

READERS = frozenset({PUBLIC})
Ask = Callable[[str, int], list[str]]
Judgements = Mapping[str, Mapping[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.relevance", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--what", choices=("collection", "similar", "paraphrases"), default="collection")
    parser.add_argument("--backend", choices=("whoosh", "postgresql"), default="whoosh")
    chosen = parser.parse_args()
    if chosen.what == "paraphrases":
        print(json.dumps(paraphrases.measure(chosen.folder)))
        return
    with tempfile.TemporaryDirectory() as folder, opened(chosen.backend, Path(folder)) as engine:
        engine.rebuild(read_documents(chosen.folder))
        ask = ask_similar if chosen.what == "similar" else ask_search
        measured = measure(chosen.folder, partial(ask, engine))
        print(json.dumps({"asked": chosen.what, "backend": chosen.backend, **measured}))


def measure(folder: Path, ask: Ask) -> dict[str, object]:
    """Return how well the judged documents of a collection are found by whatever `ask` asks."""
    judged = read_judgements(folder)
    queries = [
        (row["id"], row["text"]) for row in read_lines(folder / "queries.jsonl") if row["id"] in judged
    ]
    started = time.perf_counter()
    for _, text in queries:
        ask(text, 20)
    seconds = time.perf_counter() - started
    ranked = {name: ask(text, BOUND) for name, text in queries}
    pairs = [(found, judged[name]) for name, found in ranked.items()]
    return {
        "collection": folder.name,
        "queries": len(queries),
        "ndcg@10": mean([ndcg(found, grades, 10) for found, grades in pairs]),
        "map": mean([average_precision(found, grades) for found, grades in pairs]),
        "recall@100": mean([recall(found, grades, 100) for found, grades in pairs]),
        "queries_per_second": round(len(queries) / seconds, 1),
    }


def ask_search(engine: SearchEngine, text: str, limit: int) -> list[str]:
    query = SearchQuery(parsed=ParsedQuery(words=text), readers=READERS, per_page=limit, facets=())
    return [hit.id for hit in engine.search(query).hits]


def ask_similar(engine: SearchEngine, text: str, limit: int) -> list[str]:
    return [hit.id for hit in engine.similar(SimilarQuery(title="", text=text, readers=READERS, limit=limit))]


def read_documents(folder: Path) -> Iterator[Document]:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    for row in read_lines(folder / "documents.jsonl"):
        yield Document(
            id=str(row["id"]),
            kind="document",
            title=row.get("title") or "",
            text=row.get("text") or "",
            readers=READERS,
            created_at=moment,
        )


def read_judgements(folder: Path) -> Judgements:
    judged: dict[str, dict[str, float]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, document, grade = line.split("\t")
        if is_number(grade) and float(grade) > 0:
            judged[query][document] = float(grade)
    return judged


def is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def read_lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open() as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def ndcg(found: Sequence[str], grades: Mapping[str, float], depth: int) -> float:
    gains = [grades.get(name, 0.0) for name in found[:depth]]
    ideal = sorted(grades.values(), reverse=True)[:depth]
    return discounted(gains) / discounted(ideal)


def discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def average_precision(found: Sequence[str], grades: Mapping[str, float]) -> float:
    hits, total = 0, 0.0
    for rank, name in enumerate(found[:1000], start=1):
        if name in grades:
            hits += 1
            total += hits / rank
    return total / len(grades)


def recall(found: Sequence[str], grades: Mapping[str, float], depth: int) -> float:
    return sum(name in grades for name in found[:depth]) / len(grades)


def mean(values: Sequence[float]) -> float:
    return round(sum(values) / max(len(values), 1), 4)


if __name__ == "__main__":
    main()
