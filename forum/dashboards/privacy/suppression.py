"""Which cells of a public table are withheld, so that none resting on few groups is shown or worked out. Pure.

A table is an array of the number of different groups in each cell; its lines (rows, columns) have totals that
are shown elsewhere. Three rules, repeated until nothing changes (ADR 0020):

1. A cell under MINIMUM_GROUPS groups is withheld; so is one that lies in a withheld line.
2. In each line the withheld cells are none, or at least two that rest on MINIMUM_GROUPS groups or more together:
   a total less all that is shown then gives nothing smaller than what might be shown.
3. In a table of rows and columns no small cell follows from all totals together. A withheld cell follows exactly
   if it is a bridge of the graph that joins the row and the column of each withheld cell (D. Gusfield, "A graph
   theoretic approach to statistical data security", SIAM Journal on Computing 17 (1988), 552-571); three more cells
   that close a circle with it are then withheld too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from forum.dashboards.engine.layout import Array

MINIMUM_GROUPS = 5
"""A public cell that rests on fewer groups than this is suppressed."""
Small = Mapping[int, frozenset[int]]
"""The groups of each small cell, by its place in the flattened table."""
Edges = Mapping[int, list[tuple[int, int]]]
_EMPTY_CELL = 10_000  # a cell without any group protects least, so it is taken last
TABLE = 2


def withhold_in_all(
    layers: Sequence[tuple[Array, Small]],
    *,
    inherited: Array | None = None,
    already: Array | None = None,
    axes: Sequence[int] | None = None,
) -> Array:
    """Return which cells are withheld in each of several tables of the same shape, one for each piece of a year.

    A cell is withheld in all of them or in none, and the rules hold in each; `already` are withheld from the start.
    """
    shape = layers[0][0].shape
    lost = np.zeros(shape, bool) if inherited is None else inherited
    hidden = lost.copy() if already is None else lost | already
    for groups, _ in layers:
        hidden |= (groups > 0) & (groups < MINIMUM_GROUPS)
    along = range(len(shape)) if axes is None else axes
    is_crossed = len(shape) == len(along) == TABLE
    while any(
        _complement(groups, small, hidden, along) or (is_crossed and _close_circles(groups, hidden, lost))
        for groups, small in layers
    ):
        pass
    return hidden


def _complement(groups: Array, small: Small, hidden: Array, along: Sequence[int]) -> bool:
    """Withhold the smallest other cell of each line whose withheld cells say too much; tell whether any was."""
    changed = False
    for axis in along:
        for line in _lines(groups.shape, axis, np.asarray((hidden & (groups > 0)).any(axis=axis))):
            while not _says_nothing(groups, small, hidden, line):
                others = [cell for cell in line if groups.flat[cell] and not hidden.flat[cell]]
                if not others:
                    break
                hidden.flat[min(others, key=lambda cell: (groups.flat[cell], cell))] = True
                changed = True
    return changed


def _lines(shape: tuple[int, ...], axis: int, wanted: Array) -> Iterator[list[int]]:
    places = np.moveaxis(np.arange(int(np.prod(shape))).reshape(shape), axis, -1)
    for index in product(*(range(size) for size in places.shape[:-1])):
        if wanted[index]:
            yield places[index].tolist()


def _says_nothing(groups: Array, small: Small, hidden: Array, line: list[int]) -> bool:
    cells = [cell for cell in line if groups.flat[cell] and hidden.flat[cell]]
    if len(cells) < 2:  # noqa: PLR2004  # one alone is the total less the others
        return not cells
    if any(groups.flat[cell] >= MINIMUM_GROUPS for cell in cells):
        return True
    return len(frozenset[int]().union(*(small[cell] for cell in cells))) >= MINIMUM_GROUPS


def _close_circles(groups: Array, hidden: Array, lost: Array) -> bool:
    """Withhold a circle through the first small cell that follows from the totals; return whether there was one."""
    rows, columns = groups.shape
    if rows < 2 or columns < 2:  # noqa: PLR2004
        return False
    following = [
        (row, column)
        for row, column in _bridges(hidden, lost)
        if row < rows and column < columns and 0 < groups[row, column] < MINIMUM_GROUPS
    ]
    if not following:
        return False
    row, column = following[0]
    price = np.where(hidden, 0, np.where(groups > 0, groups, _EMPTY_CELL)).astype("i8")
    prices = price[row][None, :] + price[:, column][:, None] + price
    prices[row, :] = prices[:, column] = np.iinfo("i8").max
    other_row, other_column = np.unravel_index(int(prices.argmin()), prices.shape)
    hidden[row, other_column] = hidden[other_row, column] = hidden[other_row, other_column] = True
    return True


def _bridges(hidden: Array, lost: Array) -> list[tuple[int, int]]:
    """List the withheld cells that are bridges; a line without a shown total is joined to the totals' own line."""
    rows, columns = hidden.shape
    cells = list(zip(*(places.tolist() for places in np.nonzero(hidden)), strict=True))
    cells += [(row, columns) for row in np.flatnonzero(lost.all(axis=1)).tolist()]
    cells += [(rows, column) for column in np.flatnonzero(lost.all(axis=0)).tolist()]
    edges: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (row, column) in enumerate(cells):
        edges[row].append((rows + 1 + column, number))
        edges[rows + 1 + column].append((row, number))
    return [cells[number] for number in sorted(_bridge_edges(edges))]


def _bridge_edges(edges: Edges) -> set[int]:
    """Find the edges without which a graph falls apart (R. E. Tarjan, 1974), without recursion."""
    found: set[int] = set()
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    for start in edges:
        if start in order:
            continue
        order[start] = low[start] = len(order)
        path = [(start, -1, iter(edges[start]))]
        while path:
            node, came_by, left = path[-1]
            for other, number in left:
                if number == came_by:
                    continue
                if other in order:
                    low[node] = min(low[node], order[other])
                    continue
                order[other] = low[other] = len(order)
                path.append((other, number, iter(edges[other])))
                break
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > order[above]:
                        found.add(came_by)
    return found
