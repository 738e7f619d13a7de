"""Who is left out by barriers, whom nobody has heard from, and what people looked for and did not find."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from sqlalchemy import String, cast, func, select

from forum.barriers.vocabulary import EXCLUDED_BY_CODE
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.dashboards.engine.layout import EXCLUDED_CODES
from forum.dashboards.figures import definitions
from forum.dashboards.figures.schema import Args, Column, Table, rows_of
from forum.dashboards.figures.scope import NOT_NAMED, Scope, kept
from forum.dashboards.privacy.guard import MOST_TOGETHER
from forum.dashboards.privacy.suppression import MINIMUM_GROUPS
from forum.groups.models import Group
from forum.groups.queries import LISTED
from forum.groups.vocabulary import LEGAL_FORMS
from forum.needs.queries import FEWEST_IN_PUBLIC, list_needs

INFORMAL = frozenset({"informal", "unincorporated"})
MOST_NEEDS = 20
MOST_GROUPS = 20_000


class DirectoryEntry(NamedTuple):
    """What the directory says of one group."""

    id: int
    area_id: int | None
    legal_form: str | None


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """One kind of people who were left out."""

    label: str
    groups: int
    barriers: int
    cases: Args
    is_hidden: bool


_LEFT_OUT = (
    Column("who", "Who", "", lambda one: one.label, is_number=False),
    Column(
        "groups",
        "Groups that said so",
        "groups",
        lambda one: one.groups,
        lambda one: one.cases,
        lambda one: one.is_hidden,
    ),
    Column(
        "barriers",
        "Barriers",
        "barriers",
        lambda one: one.barriers,
        lambda one: one.cases,
        lambda one: one.is_hidden,
    ),
)


@kept
def left_out(scope: Scope) -> Table:
    """Count the groups that named whom they had to leave out, because of barriers reported in the period."""
    facts = scope.facts
    hidden = scope.guard.hides_left_out(scope.attributes)
    reported = scope.reported_rows[facts.excluded[scope.reported_rows] > 0]
    found: list[tuple[str, _LeftOut]] = []
    for place, code in enumerate(EXCLUDED_CODES):
        named = reported[facts.excludes(place, reported)]
        if not len(named):
            continue
        one = _LeftOut(
            label=EXCLUDED_BY_CODE[code].label,
            groups=int(facts.count_groups(named)[0]),
            barriers=int(facts.barriers_of(named).sum()),
            cases=scope.cases(f"{definitions.LEFT_OUT.key}:{code}"),
            is_hidden=bool(hidden[place]),
        )
        found.append((code, one))
    found.sort(key=lambda item: (item[1].is_hidden, -item[1].groups, item[1].label))
    is_too_narrow = scope.is_public and len(scope.attributes) >= MOST_TOGETHER
    note = definitions.SUPPRESSED if any(one.is_hidden for _, one in found) else ""
    return Table(
        definition=definitions.LEFT_OUT,
        columns=_LEFT_OUT,
        rows=[] if scope.is_public and hidden.all() else rows_of(_LEFT_OUT, found),
        note=definitions.TOO_MANY_FILTERS if is_too_narrow else note,
        period=scope.period,
        overlap=definitions.ANSWERS_OVERLAP if found else "",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """From whom nothing was heard in the period, and who reports compared with who is in the directory."""

    areas: Table
    kinds: Table
    shares: Table


def silence(scope: Scope) -> Silence:
    """Compare with the directory, again only when it or the facts have changed; filters other than dates do not matter."""
    written = _read_directory(scope.council)
    key = ("silence", scope.period, scope.names.key, written)
    return scope.facts.cached(key, lambda: _silence(scope, _entries(written)))


def _read_directory(council: Council) -> str:
    """Read what the directory says of a council's groups as one text, which is compared sooner than thousands of rows."""
    listed = select(Group.id, Group.area_id, Group.legal_form).where(Group.council_id == council.id, LISTED)
    group = listed.order_by(Group.id).limit(MOST_GROUPS).subquery().c
    fields = (
        cast(group.id, String),
        func.coalesce(cast(group.area_id, String), ""),
        func.coalesce(group.legal_form, ""),
    )
    one = fields[0] + ":" + fields[1] + ":" + fields[2]
    return db.session.scalar(select(func.aggregate_strings(one, ","))) or ""


def _entries(directory: str) -> list[DirectoryEntry]:
    groups = (one.split(":") for one in directory.split(",") if one)
    return [
        DirectoryEntry(int(number), int(area) if area else None, form or None)
        for number, area, form in groups
    ]


def _silence(scope: Scope, directory: Sequence[DirectoryEntry]) -> Silence:
    """Return from whom nothing was heard in the period; of all barriers, whatever they are narrowed by.

    What the directory says of a group (its kind, its ward) is joined to its voice here, so only voices under a
    name count: an officer who chooses one day would else read what a group is that asked not to be named.
    """
    facts = scope.facts
    heard = set(facts.distinct_groups(scope.period.contains(facts.affected_day) & facts.is_named).tolist())
    return Silence(
        areas=_silent_areas(scope, directory, heard),
        kinds=_silent_kinds(scope, directory, heard),
        shares=_who_spoke(scope, directory, heard),
    )


class _Silent(NamedTuple):
    """An area or a kind of group that nobody spoke for, and how many groups the directory has of it."""

    label: str
    groups: int


def _silent(key: str, label: str) -> tuple[Column, Column]:
    head = Column(key, label, "", lambda one: one.label, is_number=False)
    return head, Column("groups", "Groups in the directory", "groups", lambda one: one.groups)


_SILENT_AREAS = _silent("area", "Area")
_SILENT_KINDS = _silent("kind", "Kind of group")


def _silent_areas(scope: Scope, directory: Sequence[DirectoryEntry], heard: set[int]) -> Table:
    """List areas of which nobody reported; officers also see whether groups from there spoke of other places."""
    facts, area = scope.facts, scope.facts.dimensions["area"]
    met = scope.period.contains(facts.day) | facts.barriers_of(scope.period.contains(facts.affected_day))
    spoken: set[int | str | None] = {area.values[code] for code in np.unique(area.codes[met]).tolist()}
    if not scope.is_public:
        spoken |= {one.area_id for one in directory if one.id in heard}
    groups = Counter(one.area_id for one in directory)
    silent = [
        (str(number), _Silent(name, groups[number]))
        for number, name in sorted(scope.names.areas.items(), key=lambda item: item[1])
        if number not in spoken and number != NOT_NAMED
    ]
    return Table(
        definition=definitions.SILENT_AREAS,
        columns=_SILENT_AREAS,
        rows=rows_of(_SILENT_AREAS, silent),
        period=scope.period,
    )


def _silent_kinds(scope: Scope, directory: Sequence[DirectoryEntry], heard: set[int]) -> Table:
    of: dict[str | None, list[int]] = defaultdict(list)
    for one in directory:
        of[one.legal_form].append(one.id)
    fewest = MINIMUM_GROUPS if scope.is_public else 1
    silent = [
        (term.code, _Silent(term.label, len(of[term.code])))
        for term in LEGAL_FORMS
        if len(of[term.code]) >= fewest and heard.isdisjoint(of[term.code])
    ]
    few = f"Kinds with fewer than {MINIMUM_GROUPS} groups in the directory are left out."
    return Table(
        definition=definitions.SILENT_KINDS,
        columns=_SILENT_KINDS,
        rows=rows_of(_SILENT_KINDS, silent),
        note=few if scope.is_public else "",
        period=scope.period,
    )


class _Share(NamedTuple):
    """Who spoke of one kind, and who of the directory is of it; None where the directory cannot say."""

    label: str
    spoke: set[int]
    heard: set[int]
    known: set[int] | None
    listed: set[int]
    is_public: bool

    @property
    def is_hidden(self) -> bool:
        """Return whether too few spoke, or too few others."""
        numbers = (len(self.spoke), len(self.heard) - len(self.spoke))
        return self.is_public and any(0 < number < MINIMUM_GROUPS for number in numbers)


_WHO_SPOKE = (
    Column("who", "Who", "", lambda one: one.label, is_number=False),
    Column(
        "spoke",
        "Of those who spoke",
        "per cent",
        lambda one: _percent(one.spoke, one.heard),
        is_suppressed=lambda one: one.is_hidden,
    ),
    Column("directory", "Of the directory", "per cent", lambda one: _percent(one.known, one.listed)),
)


def _who_spoke(scope: Scope, directory: Sequence[DirectoryEntry], heard: set[int]) -> Table:
    """Compare who spoke in the period with who is in the directory; each share of groups that spoke, or of all."""
    facts = scope.facts
    earlier = (facts.affected_day < scope.period.since.toordinal()) & facts.is_named
    before = set(facts.distinct_groups(earlier).tolist())
    listed = {one.id for one in directory}
    informal = {one.id for one in directory if one.legal_form in INFORMAL}
    unknown = {one.id for one in directory if not one.legal_form}
    people = {one for one in heard if one < 0}
    kinds: dict[str, tuple[str, set[int], set[int] | None]] = {
        "first-time": ("Spoke here for the first time", heard - before, None),
        "informal": ("Neighbours, clubs and other groups of volunteers alone", heard & informal, informal),
        "unknown": ("The directory does not say", heard & unknown, unknown),
        "elsewhere": ("Groups listed at another council", heard - people - listed, None),
        "people": ("People who spoke for no group", people, None),
    }
    shares = {
        key: _Share(label, spoke, heard, known, listed, scope.is_public)
        for key, (label, spoke, known) in kinds.items()
    }
    words = definitions.WHO_SPOKE.words.format(heard=len(heard), listed=len(listed))
    return Table(
        definition=replace(definitions.WHO_SPOKE, words=words),
        columns=_WHO_SPOKE,
        rows=rows_of(_WHO_SPOKE, shares.items()),
        note=definitions.SUPPRESSED if any(one.is_hidden for one in shares.values()) else "",
        period=scope.period,
    )


def _percent(some: set[int] | None, of: set[int]) -> int | None:
    return round(100 * len(some) / len(of)) if of and some is not None else None


_NEEDS = (
    Column("words", "Looked for", "", lambda one: one.words, is_number=False),
    Column("times", "Times", "times", lambda one: one.times),
)


def unmet_needs(scope: Scope) -> Table:
    """List what was looked for in vain in the period, most often first; of the whole council, whatever it is narrowed by."""
    fewest = FEWEST_IN_PUBLIC if scope.is_public else 1
    since, until = (
        datetime.combine(day, time.min, tzinfo=clock.LOCAL)
        for day in (scope.period.since, scope.period.until + timedelta(days=1))
    )
    needs = list_needs(council=scope.council, since=since, until=until, fewest=fewest, limit=MOST_NEEDS)
    few = f"What was looked for fewer than {fewest} times is not shown."
    return Table(
        definition=definitions.UNMET_NEEDS,
        columns=_NEEDS,
        rows=rows_of(_NEEDS, ((one.words, one) for one in needs)),
        note=few if scope.is_public else "",
        period=scope.period,
    )
