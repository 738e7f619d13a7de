"""Which groups of tonight are themes of before. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def same_themes(
    groups: Sequence[frozenset[int]], known: Mapping[int, frozenset[int]], settled: Collection[int]
) -> list[int | None]:
    """Return for each group the number of the theme that it is, None for a new one; the first groups choose first.

    A group is a theme of before if at least half of its barriers were in it. So a settled one stays settled when
    some barriers join, and is news once most of it is new. One that is not settled is one group only.
    """
    where: dict[int, list[int]] = {}
    for number in sorted(known):
        for barrier in known[number]:
            where.setdefault(barrier, []).append(number)
    taken: set[int] = set()
    found: list[int | None] = []
    for group in groups:
        shared: dict[int, int] = {}
        for barrier in group:
            for number in where.get(barrier, ()):
                shared[number] = shared.get(number, 0) + 1
        fits = [(-count, number) for number, count in shared.items() if 2 * count >= len(group)]
        best = next((number for _, number in sorted(fits) if number not in taken), None)
        if best is not None and best not in settled:
            taken.add(best)
        found.append(best)
    return found
