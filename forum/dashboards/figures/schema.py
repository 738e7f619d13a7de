"""What a dashboard is made of, as pages, files and mails receive it: already counted, already suppressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forum.barriers.models import Barrier
from forum.core.paging import Page

Args = Mapping[str, str]
"""What to put into the address of the list behind a figure: the filters, and `figure`."""


class Audience(StrEnum):
    """Whom figures are for: officers' count the cases that only the council may see, and suppress nothing."""

    PUBLIC = "public"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts, in the words that its page prints."""

    key: str
    label: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Period:
    """The days that figures are about, both included."""

    since: date
    until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number with its definition, how many cases it rests on, and what it was in the period before.

    `value` is None when there is nothing to count, or when it is suppressed; `rows_args` is None when no list
    may be shown.
    """

    definition: Definition
    value: float | None
    n: int | None = None
    n_words: str = ""
    previous: float | None = None
    is_suppressed: bool = False
    rows_args: Args | None = None
    period: Period | None = None
    """The days that were counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One place of a table: a number or words; `rows_args` leads to the barriers that it counts.

    `share` is a number between 0 and 1 that a heat table may shade by.
    """

    value: float | str | None = None
    is_suppressed: bool = False
    rows_args: Args | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: its key in files, its label on pages, and its unit where it has one."""

    key: str
    label: str
    unit: str = ""
    is_number: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table: its head, and a cell for each column after the first."""

    key: str
    label: str
    cells: Sequence[Cell]
    rows_args: Args | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table with its title, the words that explain it, and a note on what is left out of it and why.

    `columns[0]` heads the rows' labels; `totals` is the last row where the numbers add up.
    """

    key: str
    title: str
    words: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Row | None = None
    note: str = ""
    period: Period | None = None
    """The days that were counted, which every page and file names; None where the rows name them."""
    overlap: str = ""
    """Why the rows add up to more than their total, where they do."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: a label, and a value for each point of its axis; None where it is suppressed."""

    key: str
    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """Lines over the same months, and the table of the same numbers."""

    definition: Definition
    months: Sequence[date]
    series: Sequence[Series]
    table: Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """How long it takes until a barrier is gone, unfinished ones counted while they last.

    `points` are (days, share not yet removed), a step at each; `median` and `quarter` are days, None where the
    curve never falls so far.
    """

    definition: Definition
    points: Sequence[tuple[int, float]]
    number_of_cases: int | None
    number_removed: int | None
    median: int | None
    quarter: int | None
    table: Table
    is_suppressed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """A recurring obstacle: one category, rule source and department, met by enough groups."""

    category: str
    category_label: str
    rule_source: str
    rule_source_label: str
    department_id: int | None
    department: str
    number_of_groups: int
    number_of_barriers: int
    number_open: int
    number_removed: int
    first_seen: date
    last_seen: date
    monthly: Sequence[int]
    """New barriers in each of the last 24 months, oldest first."""
    cost_pounds: int
    cost_n: int
    median_delay_days: float | None
    delay_n: int
    states: Sequence[tuple[str, int]]
    """The label of each state it is in and how many are, most first."""
    elsewhere: str
    """What other councils did with the same category and rule source, in a sentence; empty when nobody did."""
    elsewhere_args: Args
    rows_args: Args


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurring:
    """The recurring obstacles, most groups first, with the rule they were found by."""

    definition: Definition
    minimum_groups: int
    months: int
    obstacles: Sequence[Obstacle]
    table: Table
    number_withheld: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """From whom nothing was heard in 12 months, and who reports compared with who is in the directory."""

    definition: Definition
    areas: Table
    kinds: Table
    shares: Table


@dataclass(frozen=True, kw_only=True, slots=True)
class RowsBehind:
    """The barriers behind one figure, a page of them; `number` is how many in all, 0 where none may be shown."""

    title: str
    words: str
    number: int
    note: str
    period: Period
    page: Page[Barrier]


@dataclass(frozen=True, kw_only=True, slots=True)
class ObstacleSomewhere:
    """What one council has of an obstacle; the numbers are None where they rest on fewer than 5 groups."""

    council_slug: str
    council_name: str
    number_of_groups: int | None
    number_of_barriers: int | None
    number_open: int | None
    first_on: date | None
    last_on: date | None
    is_removed: bool
    """Groups confirmed at least once that it is gone there."""
    has_way_through: bool
    is_kept: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WordOn:
    """One official word on a barrier: how somewhere it was removed, a way was found, or why the rule stays."""

    kind: str
    council_name: str
    title: str
    barrier_id: int
    html: str
    link: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ObstacleEverywhere:
    """One kind of barrier from one source of rule, wherever it was met."""

    category: str
    category_label: str
    rule_source: str
    rule_source_label: str
    number_of_councils: int
    number_of_groups: int
    number_removed_somewhere: int
    number_with_way_through: int
    number_kept: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dashboard:
    """All of one council's figures for the same filters and the same readers."""

    period: Period
    previous: Period
    audience: Audience
    headline: Sequence[Figure]
    recurring: Recurring
    by_area: Table
    by_rule_source: Table
    by_department: Table
    wards: Table
    left_out: Table
    trend: Trend
    time_to_removal: Curve
    silence: Silence
    unmet_needs: Table
    notices: Sequence[str] = field(default_factory=tuple)
    """What was ignored or suppressed, in sentences for the page."""
