"""How fast the search is: `python -m bench.search --documents 10000,50000,100000` prints JSON, one line a backend and size.

Times are milliseconds: p50 and p95 of wall time, and cpu, the mean of the processor time of this process and of
PostgreSQL's for it. Memory is what a fresh process that only reads adds to itself over a mix of searches.
`--what dearest` measures instead what the dearest questions cost beside ordinary ones (bench/dearest.py).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.dearest import measure_dearest, report
from bench.engines import cpu_seconds, opened
from bench.made_up import READERS, made_up_documents, made_up_draft, word
from forum.search.documents import FACETS
from forum.search.engine import Order, SearchEngine, SearchQuery, SimilarQuery
from forum.search.query_language import parse

ROUNDS = 40
MEMORY_SCRIPT = "from bench.search import print_memory; print_memory()"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", default="10000,50000,100000")
    parser.add_argument("--backend", choices=("whoosh", "postgresql", "both"), default="both")
    parser.add_argument("--what", choices=("speed", "dearest"), default="speed")
    chosen = parser.parse_args()
    backends = ("whoosh", "postgresql") if chosen.backend == "both" else (chosen.backend,)
    well = True
    for size in map(int, chosen.documents.split(",")):
        for backend in backends:
            with tempfile.TemporaryDirectory() as folder, opened(backend, Path(folder)) as engine:
                if chosen.what == "dearest":
                    well &= find_dearest(engine, backend, size)
                else:
                    print(json.dumps(measure(engine, backend, size, Path(folder))), flush=True)
    return 0 if well else 1


def find_dearest(engine: SearchEngine, backend: str, size: int) -> bool:
    engine.rebuild(made_up_documents(size))
    print(f"\n{backend}, {size:,} documents", flush=True)
    return report(*measure_dearest(engine))


def measure(engine: SearchEngine, backend: str, size: int, folder: Path) -> dict[str, object]:
    started, cpu = time.perf_counter(), cpu_seconds()
    engine.rebuild(made_up_documents(size))
    report: dict[str, object] = {
        "backend": backend,
        "documents": size,
        "build_seconds": round(time.perf_counter() - started, 1),
        "build_cpu_seconds": round(cpu_seconds() - cpu, 1),
        "index_megabytes": megabytes(folder) if backend == "whoosh" else None,
        "memory_growth_megabytes": memory_growth(folder) if backend == "whoosh" else None,
    }
    for name, make in searches().items():
        report[name] = timed(lambda turn, make=make: engine.search(make(turn)))  # type: ignore[misc]
    report["similar"] = timed(lambda turn: engine.similar(draft(turn)))
    report["suggest"] = timed(lambda turn: engine.suggest(word(50 + turn)[:4], READERS))
    report["did_you_mean"] = timed(lambda turn: engine.did_you_mean(word(200 + turn) + "z", READERS))
    report["commit_one"], report["findable"] = commits(engine, size)
    report["three_words_all_facets_after_commits"] = timed(
        lambda turn: engine.search(searches()["three_words_all_facets"](turn))
    )
    started = time.perf_counter()
    engine.tidy()
    report["tidy"] = milliseconds(time.perf_counter() - started)
    report["three_words_all_facets_after_tidying"] = timed(
        lambda turn: engine.search(searches()["three_words_all_facets"](turn))
    )
    return report


def searches() -> dict[str, Callable[[int], SearchQuery]]:
    """Make each kind of search, another one each turn. Words are numbered from the most frequent."""
    return {
        "rare_word": lambda turn: ask(word(9000 + turn)),
        "middle_word": lambda turn: ask(word(500 + turn)),
        "frequent_word": lambda turn: ask(word(turn % 10)),
        "two_words": lambda turn: ask(f"{word(turn)} {word(700 + turn)}"),
        "three_words": lambda turn: ask(three(turn)),
        "three_words_all_facets": lambda turn: ask(three(turn), facets=FACETS),
        "ten_queries_all_facets": lambda turn: ask(
            word((0, 3, 10, 30, 100, 300, 1000, 3000, 6000, 9000)[turn % 10]), facets=FACETS
        ),
        "phrase": lambda turn: ask(f'"{word(turn)} {word(turn + 1)}"'),
        "filters": lambda turn: ask(
            three(turn), filters={"council": (str(turn % 300),), "tag": (f"tag{turn}",)}
        ),
        "filters_all_facets": lambda turn: ask(three(turn), filters={"kind": ("barrier",)}, facets=FACETS),
        "newest": lambda turn: ask(three(turn), order=Order.NEWEST),
        "page_50": lambda turn: ask(three(turn), page=50),
        "no_words_all_facets": lambda _: ask("", facets=FACETS),
    }


def three(turn: int) -> str:
    return f"{word(5 + turn)} {word(80 + turn)} {word(900 + turn)}"


def ask(text: str, **kind: object) -> SearchQuery:
    return SearchQuery(parsed=parse(text), readers=READERS, **{"facets": (), **kind})  # type: ignore[arg-type]


def draft(turn: int) -> SimilarQuery:
    title, text = made_up_draft(turn)
    return SimilarQuery(title=title, text=text, readers=READERS)


def timed(action: Callable[[int], object]) -> dict[str, float]:
    action(ROUNDS)  # open what is opened once
    walls, cpu = [], []
    for turn in range(ROUNDS):
        wall, used = time.perf_counter(), cpu_seconds()
        action(turn)
        walls.append(time.perf_counter() - wall)
        cpu.append(cpu_seconds() - used)
    return spread(walls) | {
        "cpu": milliseconds(sum(cpu) / ROUNDS),
        "cpu_p95": milliseconds(quantile(cpu, 0.95)),
    }


def commits(engine: SearchEngine, size: int) -> tuple[dict[str, float], dict[str, float]]:
    """Time one-document commits, and how long until the document is found, in this process."""
    written, cpu, found = [], [], []
    for turn, document in enumerate(made_up_documents(ROUNDS, first=size // 2)):
        started, used = time.perf_counter(), cpu_seconds()
        engine.apply([document])
        written.append(time.perf_counter() - started)
        cpu.append(cpu_seconds() - used)
        engine.search(ask(three(turn)))
        found.append(time.perf_counter() - started)
    return spread(written) | {"cpu_p95": milliseconds(quantile(cpu, 0.95))}, spread(found)


def spread(values: list[float]) -> dict[str, float]:
    return {"p50": milliseconds(quantile(values, 0.5)), "p95": milliseconds(quantile(values, 0.95))}


def quantile(values: list[float], part: float) -> float:
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)


def megabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, 1)


def memory_growth(folder: Path) -> float:
    told = subprocess.run(
        [sys.executable, "-c", MEMORY_SCRIPT, str(folder)], check=True, capture_output=True, text=True
    )
    return float(told.stdout)


def print_memory() -> None:
    """Print by how many megabytes this process grows when it opens the index in argv[1] and searches."""
    before = resident()
    with opened("whoosh", Path(sys.argv[1])) as engine:
        for turn in range(ROUNDS):
            for make in searches().values():
                engine.search(make(turn))
            engine.similar(draft(turn))
            engine.suggest(word(50 + turn)[:4], READERS)
        engine.did_you_mean("wrongg", READERS)
        print(round((resident() - before) / 1e6, 1))


def resident() -> int:
    """Give the bytes of memory in use by this process, its mapped files included; the most so far elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
