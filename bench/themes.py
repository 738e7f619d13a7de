"""What finding themes costs, and whether planted ones are found: `python -m bench.themes [--barriers 10000]` prints one JSON object.

Made-up barriers have made-up words, and meanings drawn around 500 middles, as near to them as reports of one obstacle are.
Cost is that of the nights: describing, comparing all with all in blocks, words. Planted themes are those of tests/themes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the worker has it (wsgi.py); before numpy is loaded

import numpy as np

from bench.made_up import made_up_document
from forum.search.meaning.vectors import DIMENSIONS, shrink
from forum.themes.finding import ThemeCandidate, find_themes
from tests.themes.making import among_the_demo, found_of, read_planted

MIDDLES, SPREAD = 500, 0.03
COUNCILS, KINDS, OWNERS = 40, 20, 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.themes", description=__doc__.partition("\n")[0])
    parser.add_argument("--barriers", type=int, default=10_000)
    number = parser.parse_args().barriers
    candidates = made_up(number)
    before = peak()
    began, wall = time.process_time(), time.perf_counter()
    found = find_themes(candidates)
    cost = {
        "barriers": number,
        "cpu_seconds": round(time.process_time() - began, 1),
        "wall_seconds": round(time.perf_counter() - wall, 1),
        "grown_mb": peak() - before,
        "themes": len(found),
    }
    print(
        json.dumps(
            {"cost": cost, "planted": {name: planted(name) for name in ("planted.tsv", "held_out.tsv")}}
        )
    )


def made_up(number: int) -> list[ThemeCandidate]:
    dice = np.random.default_rng(1)
    middles = dice.normal(size=(MIDDLES, DIMENSIONS))
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    whose = dice.integers(MIDDLES, size=number)
    meanings = shrink(
        (middles[whose] + dice.normal(scale=SPREAD, size=(number, DIMENSIONS))).astype(np.float32)
    )
    documents = (made_up_document(place) for place in range(number))
    return [
        ThemeCandidate(
            number=place,
            council_id=int(dice.integers(COUNCILS)),
            category=f"kind{dice.integers(KINDS)}",
            rule_source=f"owner{dice.integers(OWNERS)}",
            case_id=place,
            tag_ids=frozenset(),
            is_public=True,
            text=f"{one.title}\n{one.text[:400]}",
            meaning=meanings[place].tobytes(),
        )
        for place, one in enumerate(documents)
    ]


def planted(name: str) -> dict[str, object]:
    """Return for each planted theme how many of its barriers the theme that was found holds, and how many in all."""
    lines = read_planted(name)
    candidates, wanted = among_the_demo(lines)
    themes = find_themes(candidates)
    return {"found": found_of(themes, wanted), "themes": len(themes)}


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
