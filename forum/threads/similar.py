"""Finds threads of any kind like another or like a draft: by its words through the search engine, rows checked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from forum.councils.standing import Standing
from forum.search.current import engine
from forum.search.engine import SimilarQuery
from forum.threads.kinds import can_read, kind_of, list_kinds
from forum.threads.models import Thread
from forum.threads.queries import list_threads_by_number
from forum.threads.visibility import reader_tokens

LEAST_LIKE = 0.08  # of the draft's own score; below it, hits share no more than a common word or two
MOST_SHOWN = 6
SHORTEST_TITLE = 8
LOOKED_AT, MOST_OF_A_KIND, MOST_WHILE_TYPING = 12, 2, 5


def find_similar(
    *,
    title: str,
    text: str = "",
    standing: Standing,
    kinds: Sequence[str] = (),
    council_id: int | None = None,
    without: int | None = None,
    limit: int = MOST_SHOWN,
) -> list[Thread]:
    """Find threads that this reader may read and that are like these words, most alike first; of all kinds, or some.

    What its author took back is left out.
    """
    filters = {"kind": tuple(kinds) or tuple(kind.name for kind in list_kinds())}
    if council_id is not None:
        filters["council"] = (str(council_id),)
    asked = SimilarQuery(
        title=title,
        text=text,
        readers=reader_tokens(standing),
        filters=filters,
        without=frozenset() if without is None else frozenset({f"thread:{without}"}),
        limit=2 * limit,  # some may have changed since they were indexed
    )
    hits = [hit.id for hit in engine().similar(asked) if hit.likeness >= LEAST_LIKE]
    numbers = [int(one.removeprefix("thread:")) for one in hits if one.startswith("thread:")]
    by_number = {row.id: row for row in list_threads_by_number(numbers)} if numbers else {}
    wanted = [by_number[number] for number in numbers if number in by_number and number != without]
    kept = [row for row in wanted if row.kind in filters["kind"] and can_read(standing, row)]
    return [row for row in kept if not kind_of(row).is_taken_back(row)][:limit]


def find_while_typing(title: str, standing: Standing) -> list[Thread]:
    """Find a few threads like a title that is being typed: the most alike, but of no kind so many that it hides others."""
    if len(title) < SHORTEST_TITLE:
        return []
    found = find_similar(title=title, standing=standing, limit=LOOKED_AT)
    met: Counter[str] = Counter()
    chosen = []
    for row in found:
        met[row.kind] += 1
        if met[row.kind] <= MOST_OF_A_KIND:
            chosen.append(row)
    return chosen[:MOST_WHILE_TYPING]
