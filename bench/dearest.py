"""What the dearest question anybody can ask costs, beside the median of ordinary ones.

`python -m bench.search --what dearest --documents 10000` prints each soup with its processor time on both sides, how
many times the median that is, and gives 1 when one is above MOST_TIMES.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from functools import partial
from itertools import cycle, islice, pairwise

from bench.engines import cpu_seconds
from bench.made_up import READERS, made_up_document, made_up_draft, word
from forum.discovery.query_params import bounded_filters
from forum.search.documents import FACETS
from forum.search.engine import Order, SearchEngine, SearchQuery, SimilarQuery
from forum.search.query_language import LONGEST_QUERY, parse
from forum.search.synonyms import Synonyms

MOST_TIMES = 5
MOST_MILLISECONDS = 100
ROUNDS = 6
"""The least of so many is taken: what else the machine does costs time too."""
PAGE = 10
Call = Callable[[], object]
Costs = dict[str, float]


def measure_dearest(engine: SearchEngine) -> tuple[Costs, Costs]:
    """Return the cost of each ordinary question and of each soup, in milliseconds of processor time."""
    return _costs(ordinary(engine)), _costs(soups(engine))


def report(ordinary_costs: Costs, soup_costs: Costs) -> bool:
    """Print what each costs, the dearest first; return whether all are within both limits."""
    median = statistics.median(ordinary_costs.values())
    print(f"median of {len(ordinary_costs)} ordinary questions: {median:.1f} ms")
    for name, cost in sorted({**ordinary_costs, **soup_costs}.items(), key=lambda pair: -pair[1]):
        print(f"{cost:8.1f} ms {cost / median:6.1f} times  {name}")
    dearest = max((*ordinary_costs.values(), *soup_costs.values()))
    return dearest <= MOST_TIMES * median and dearest <= MOST_MILLISECONDS


def _costs(calls: Mapping[str, Call]) -> Costs:
    return {name: min(_once(call) for _ in range(ROUNDS)) for name, call in calls.items()}


def _once(call: Call) -> float:
    began = cpu_seconds()
    call()
    return 1000 * (cpu_seconds() - began)


def ordinary(engine: SearchEngine) -> dict[str, Call]:
    """Name what people ask every day, as the search page asks it: one to four words, from rare to commonest."""
    ranks = (1, 5, 20, 60, 150, 400, 900, 2000, 4000, 9000)
    texts = [word(rank) for rank in ranks]
    texts += [f"{word(one)} {word(other)}" for one, other in zip(ranks, ranks[3:], strict=False)]
    texts += [f"{word(rank)} {word(3 * rank + 7)} {word(700 - rank % 600)}" for rank in ranks]
    texts += [f'"{" ".join(made_up_document(rank).text.split()[:2])}"' for rank in ranks[:3]]
    calls: dict[str, Call] = {f"ordinary: {text}": _search(engine, text) for text in texts}
    calls |= {
        f"ordinary: a kind and {text}": _search(engine, text, filters={"kind": ("barrier",)})
        for text in texts[::7]
    }
    drafts = {
        f"ordinary: similar to draft {turn}": _similar(engine, *made_up_draft(turn)) for turn in range(5)
    }
    return calls | drafts


def soups(engine: SearchEngine) -> dict[str, Call]:
    """Name the dearest things that can be asked."""
    common = [word(rank) for rank in range(200)]
    rare = [word(rank) for rank in range(9000, 9200)]
    texts = _texts(common, rare)
    calls: dict[str, Call] = {name: _search(engine, text) for name, text in texts.items()}
    every = {
        "kind": ("barrier", "story", "question", "comment"),
        "council": tuple(map(str, range(10))),
        "area": tuple(map(str, range(10))),
        "category": tuple(f"category{one}" for one in range(10)),
        "state": tuple(f"state{one}" for one in range(10)),
        "rule_source": tuple(f"source{one}" for one in range(7)),
        "year": tuple(map(str, range(2019, 2026))),
    }
    few = " ".join(common[:6])
    ways = Synonyms([(one, *(" ".join(common[at + n : at + n + 3]) for n in range(1, 6)))
                     for at, one in enumerate(common[:60])])  # fmt: skip
    calls |= {
        "many words with many synonyms": _search(engine, " ".join(common), synonyms=ways),
        "one word with many synonyms": _search(engine, common[0], synonyms=ways),
        "every filter, ten values each": _search(engine, few, filters=every),
        "every filter and no words": _search(engine, "", filters=every),
        "every filter and every tag": _search(
            engine, few, filters=every | {"tag": tuple(f"tag{n}" for n in range(10))}
        ),
        "page 9999": _search(engine, few, page=9999),
        "page 100": _search(engine, few, page=100),
        "commonest words, page 100": _search(engine, " ".join(common), page=100),
        "newest": _search(engine, " ".join(common), order=Order.NEWEST),
        "all words": _search(engine, " ".join(common), all_words=True),
        "no words": _search(engine, ""),
        "similar to 10,000 of the commonest words": _similar(
            engine, few, " ".join(islice(cycle(common), 10_000))
        ),
        "similar to 10,000 words": _similar(engine, few, " ".join(word(3 * rank) for rank in range(10_000))),
        "similar to a title of commonest words": _similar(engine, " ".join(common), ""),
    }
    return calls | _spelling(engine, common)


def _texts(common: list[str], rare: list[str]) -> dict[str, str]:
    pairs = [f'"{one} {other}"' for one, other in pairwise(common)]
    return {
        "400 letters of the commonest words": " ".join(common),
        "400 letters of rare words": " ".join(rare),
        "the commonest word": common[0],
        "the commonest word, again and again": " ".join([common[0]] * 100),
        "a phrase of two of the commonest": pairs[0],
        "a phrase of the commonest words": f'"{" ".join(common)}"'[: LONGEST_QUERY - 1] + '"',
        "many phrases": " ".join(pairs),
        "one phrase again and again": " ".join(pairs[:1] * 40),
        "many words left out": f"{common[0]} " + " ".join(f"-{one}" for one in rare),
        "many phrases left out": f"{common[0]} " + " ".join(f"-{pair}" for pair in pairs),
        "a phrase of stop words": '"the of and to a in is it" the of and to a',
        "phrases with gaps": " ".join(f'"{one} the of {other}"' for one, other in zip(common, rare, strict=True)),
        "the": "the",
        "%": "%",
        "wildcards": "* ? % " + " ".join(f"{one[:2]}*" for one in common),
        "numbers": " ".join(map(str, range(200))),
        "sums": " ".join(f"£{one}m" for one in range(200)),
        "a chain of hyphens": "-".join(common),
        "operators that name nothing": " ".join(f"tag:{one}" for one in common),
        "one letter words": " ".join("bcdefghjklmnopqrstuvwxyz" * 9),
        "nothing but signs": "()[]{}!&|<>'\"\\" * 40,
    }  # fmt: skip


def _spelling(engine: SearchEngine, common: list[str]) -> dict[str, Call]:
    wrong = " ".join(f"{one}x{other}" for one, other in zip(common, common[9:], strict=False))
    near = " ".join(f"{one[:-1]}ak{one[0]}" for one in common)
    calls: dict[str, Call] = {
        "many misspelt words": partial(engine.did_you_mean, wrong[:LONGEST_QUERY], READERS),
        "many nearly right words": partial(engine.did_you_mean, near[:LONGEST_QUERY], READERS),
        "suggestions for two letters": partial(engine.suggest, "ba", READERS),
        "suggestions for many words": partial(engine.suggest, " ".join(common)[:60], READERS),
    }
    return calls


def _search(engine: SearchEngine, text: str, **asked: object) -> Call:
    parsed = parse(text)
    for name, value in parsed.operators:  # as the page does with what names nothing
        parsed = parsed.with_operator_as_words(name, value)
    if "filters" in asked:
        asked["filters"] = bounded_filters(asked["filters"])  # type: ignore[arg-type]
    query = SearchQuery(parsed=parsed, readers=READERS, **{"facets": FACETS, "per_page": PAGE, **asked})  # type: ignore[arg-type]
    return lambda: engine.search(query)


def _similar(engine: SearchEngine, title: str, text: str) -> Call:
    query = SimilarQuery(title=title, text=text, readers=READERS)
    return lambda: engine.similar(query)
