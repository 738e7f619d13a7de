"""Who is left out by barriers, and whom nobody has heard from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from forum.barriers.vocabulary import EXCLUDED_BY_CODE
from forum.dashboards.engine.layout import EXCLUDED_CODES
from forum.dashboards.figures import definitions as words
from forum.dashboards.figures.breakdowns import TOO_MANY
from forum.dashboards.figures.definitions import MINIMUM_GROUPS
from forum.dashboards.figures.filters import NOWHERE
from forum.dashboards.figures.schema import Cell, Column, Row, Silence, Table
from forum.dashboards.figures.scope import Names, Scope
from forum.groups.vocabulary import LEGAL_FORMS

_LEGAL_FORM_LABELS = {term.code: term.label for term in LEGAL_FORMS}
_NOT_SAID = "The directory does not say"
INFORMAL = frozenset({"informal", "unincorporated"})


class Known(NamedTuple):
    """What the directory says of one group."""

    id: int
    area_id: int | None
    legal_form: str | None


def left_out(scope: Scope) -> Table:
    """Count the groups that named whom they had to leave out, because of barriers reported in the period."""
    ledger = scope.ledger
    hidden = scope.guard.hides_left_out(scope.attributes)
    mine = scope.reported_rows[ledger.excluded[scope.reported_rows] > 0]
    rows = []
    for place, code in enumerate(EXCLUDED_CODES):
        named = mine[(ledger.excluded[mine] >> np.uint32(place) & np.uint32(1)).astype(bool)]
        groups = int(ledger.count_groups(named)[0])
        if not groups:
            continue
        barriers = int(ledger.touched(named).sum())
        args = scope.args(f"left-out:{code}")
        cells = [Cell(value=groups, rows_args=args), Cell(value=barriers, rows_args=args)]
        shown = [Cell(is_suppressed=True)] * 2 if hidden[place] else cells
        rows.append((groups, Row(key=code, label=EXCLUDED_BY_CODE[code].label, cells=shown)))
    order = sorted(rows, key=lambda row: (row[1].cells[0].is_suppressed, -row[0], row[1].label))
    return Table(
        key=words.LEFT_OUT.key,
        title=words.LEFT_OUT.label,
        words=words.LEFT_OUT.words,
        columns=[
            Column("who", "Who", is_number=False),
            Column("groups", "Groups that said so", "groups"),
            Column("barriers", "Barriers", "barriers"),
        ],
        rows=[row for groups, row in order if not hidden.all() or not scope.is_public],
        note=_note(scope, hidden.tolist(), [row for _, row in rows]),
        period=scope.period,
        overlap=words.ANSWERS_OVERLAP if rows else "",
    )


def _note(scope: Scope, hidden: list[bool], rows: list[Row]) -> str:
    if scope.is_public and len(scope.attributes) > 1:
        return TOO_MANY
    return words.SUPPRESSED if any(hidden) and any(row.cells[0].is_suppressed for row in rows) else ""


def silence(scope: Scope, names: Names, directory: Sequence[Known]) -> Silence:
    """Say from whom nothing was heard in the period; of all barriers, whatever they are narrowed by.

    What the directory says of a group (its kind, its ward) is joined to its voice here, so only voices under a
    name count: an officer who chooses one day would else read what a group is that asked not to be named.
    """
    ledger = scope.ledger
    heard = set(ledger.named(scope.within(ledger.affected_day) & ledger.is_named).tolist())
    return Silence(
        definition=words.SILENCE,
        areas=_silent_areas(scope, names, directory, heard),
        kinds=_silent_kinds(scope, directory, heard),
        shares=_shares(scope, directory, heard),
    )


def _silent_areas(scope: Scope, names: Names, directory: Sequence[Known], heard: set[int]) -> Table:
    """List areas of which nobody reported; officers also see whether groups from there spoke of other places."""
    ledger = scope.ledger
    dimension = ledger.dimensions["area"]
    met = scope.within(ledger.day) | ledger.touched(scope.within(ledger.affected_day))
    counts = np.bincount(dimension.codes[met], minlength=len(dimension.values))
    spoken: set[int | str | None] = {dimension.values[place] for place in np.flatnonzero(counts).tolist()}
    if not scope.is_public:
        spoken |= {one.area_id for one in directory if one.id in heard}
    groups = Counter(one.area_id for one in directory)
    rows = []
    for number, name in sorted(names.areas.items(), key=lambda item: item[1]):
        if number not in spoken and number != NOWHERE:
            rows.append(Row(key=str(number), label=name, cells=[Cell(value=groups[number])]))
    return Table(
        key="silent-areas",
        title="Areas we have not heard from",
        words="Areas of which no one reported a barrier, or joined one, in these dates.",
        columns=[
            Column("area", "Area", is_number=False),
            Column("groups", "Groups in the directory", "groups"),
        ],
        rows=rows,
        period=scope.period,
    )


def _silent_kinds(scope: Scope, directory: Sequence[Known], heard: set[int]) -> Table:
    of: dict[str | None, list[int]] = defaultdict(list)
    for one in directory:
        of[one.legal_form].append(one.id)
    rows = []
    for code, label in _LEGAL_FORM_LABELS.items():
        groups = of[code]
        if not groups or not heard.isdisjoint(groups):
            continue
        if scope.is_public and len(groups) < MINIMUM_GROUPS:
            continue
        rows.append(Row(key=code, label=label, cells=[Cell(value=len(groups))]))
    small = (
        f"Kinds with fewer than {MINIMUM_GROUPS} groups in the directory are left out."
        if scope.is_public
        else ""
    )
    return Table(
        key="silent-kinds",
        title="Kinds of group we have not heard from",
        words="Kinds of group in this council’s directory of which none reported a barrier, or joined one, under its name in "
        "these dates.",
        columns=[
            Column("kind", "Kind of group", is_number=False),
            Column("groups", "Groups in the directory", "groups"),
        ],
        rows=rows,
        note=small,
        period=scope.period,
    )


def _shares(scope: Scope, directory: Sequence[Known], heard: set[int]) -> Table:
    """Compare who spoke in the period with who is in the directory; each share of groups that spoke, or of all."""
    ledger = scope.ledger
    earlier = (ledger.affected_day < scope.period.since.toordinal()) & ledger.is_named
    before = set(ledger.named(earlier).tolist())
    listed = {one.id: one for one in directory}
    informal = {one.id for one in directory if one.legal_form in INFORMAL}
    unknown = {one.id for one in directory if not one.legal_form}
    lines: list[tuple[str, str, set[int], set[int] | None]] = [
        ("first-time", "Spoke here for the first time", heard - before, None),
        ("informal", "Neighbours, clubs and other groups of volunteers alone", heard & informal, informal),
        ("unknown", _NOT_SAID, heard & unknown, unknown),
        (
            "elsewhere",
            "Groups listed at another council",
            {one for one in heard if one > 0} - set(listed),
            None,
        ),
        ("people", "People who spoke for no group", {one for one in heard if one < 0}, None),
    ]
    rows = []
    for key, label, spoke, known in lines:
        in_directory = None if known is None else _percent(len(known), len(listed))
        cells = [_share(scope, len(spoke), len(heard)), Cell(value=in_directory)]
        rows.append(Row(key=key, label=label, cells=cells))
    return replace(_share_table(rows, len(heard), len(listed)), period=scope.period)


def _share_table(rows: list[Row], heard: int, listed: int) -> Table:
    hidden = any(row.cells[0].is_suppressed for row in rows)
    return Table(
        key="who-spoke",
        title="Who spoke, compared with the directory",
        words=f"Of the {heard} groups and people that reported or joined a barrier under their name in these dates, and of "
        f"the {listed} groups in this council’s directory. How large a group is, the directory does not say, so small groups are not "
        "counted on their own.",
        columns=[
            Column("who", "Who", is_number=False),
            Column("spoke", "Of those who spoke", "per cent"),
            Column("directory", "Of the directory", "per cent"),
        ],
        rows=rows,
        note=words.SUPPRESSED if hidden else "",
    )


def _share(scope: Scope, number: int, of: int) -> Cell:
    few = 0 < number < MINIMUM_GROUPS or 0 < of - number < MINIMUM_GROUPS
    if scope.is_public and few:
        return Cell(is_suppressed=True)
    return Cell(value=_percent(number, of))


def _percent(number: int, of: int) -> int | None:
    return round(100 * number / of) if of else None
