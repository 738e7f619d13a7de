"""Which words of a text name a council, a ward or a group.

The one answer to that question: search weighs by it, the page leads to what is named, and no such word is put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import BindParameter, bindparam, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from forum.core import clock
from forum.core.db import db
from forum.councils.models import Area, Council, CouncilName
from forum.councils.name_matching import KINDS, normalise
from forum.councils.ordinary_names import is_ordinary
from forum.groups.models import Group
from forum.groups.name_matching import normalise_name
from forum.groups.queries import LISTED
from forum.search.corrections import is_slip
from forum.search.spelling import Lexicon

MOST_WORDS = 16
"""Words of a text in which names are looked for; the rest is no name."""
LONGEST = 9
"""Words of a name; the longest ones of councils have six, of groups some more."""
MOST_MEANT = 40
SHORTEST_MISSPELT, MOST_MISSPELT = 6, 12
"""Letters of a name that is looked for though it was mistyped, and how many rows of words are compared with all names."""
MOST_NAMES = 20_000
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|&")
_OWNING = re.compile(r"['\u2019]s$", re.IGNORECASE)  # Gorse Hill's
_WARD_WORDS = frozenset({"ward", "wards"})
Place = Council | Area | Group


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Words that name a place: the text from `start` to `end`, and every place of that name."""

    words: str
    start: int
    end: int
    meant: tuple[Place, ...]
    """Councils first, then wards, then groups."""
    is_certain: bool
    """Whether they can mean only the first of these."""

    @property
    def certain(self) -> Place | None:
        """Return the one place that the words mean; None where they may mean another, or none."""
        return self.meant[0] if self.is_certain else None


@dataclass(frozen=True, slots=True)
class _Span:
    """Some words in a row, and how a name of councils and wards, and one of groups, would be compared with them."""

    start: int
    end: int
    place: str
    group: str
    says_council: bool
    says_ward: bool


def find_named_places(text: str) -> list[NamedPlace]:
    """Find the names in a text, the longest at each place, in their order: one statement, and one each for what is found.

    Of wards of one name that one is meant whose council is named too. A name that is made of ordinary words is certain
    only where "ward" or "council" stands beside it, and one that several bear is never.
    """
    spans = list(_spans(text[: MOST_WORDS * 40]))
    known = _look_up(spans) if spans else {}
    chosen: list[tuple[_Span, list[Place]]] = []
    for span in spans:
        meant = [*known.get(("place", span.place), ()), *known.get(("group", span.group), ())]
        is_free = all(span.end <= other.start or other.end <= span.start for other, _ in chosen)
        if meant and is_free:
            chosen.append((span, meant))
    chosen.sort(key=lambda pair: pair[0].start)
    councils = {one.id for span, meant in chosen if (one := _certain_council(span, meant)) is not None}
    return [_named(text, span, meant, councils) for span, meant in chosen]


def find_misspelt_places(text: str) -> list[NamedPlace]:
    """Find the names of councils and wards that were perhaps meant by words that name nothing, the nearest of each; never certain."""
    spans = [span for span in _spans(text[: MOST_WORDS * 40]) if len(span.place) >= SHORTEST_MISSPELT]
    asked = {span.place: span for span in spans[-MOST_MISSPELT:]}
    lexicon = Lexicon(db.session.scalars(_NAMES_OF_PLACES)) if asked else Lexicon(())
    near = {
        span: next((other for far, other in lexicon.near(name) if is_slip(name, other, far)), None)
        for name, span in asked.items()
    }
    meant = {span: name for span, name in near.items() if name}
    known = _look_up([replace(span, place=name, group="") for span, name in meant.items()]) if meant else {}
    return [
        NamedPlace(
            text[span.start : span.end], span.start, span.end, tuple(known["place", name]), is_certain=False
        )
        for span, name in meant.items()
        if ("place", name) in known
    ]


def _spans(text: str) -> Iterator[_Span]:
    """Yield every row of words that could be a name, the longest first."""
    found = list(_WORD.finditer(text))[:MOST_WORDS]
    for size in range(min(LONGEST, len(found)), 0, -1):
        for first in range(len(found) - size + 1):
            words = found[first : first + size]
            start, end = words[0].start(), words[-1].end()
            folded = [one[0].casefold() for one in words]
            says_ward = size > 1 and folded[-1] in _WARD_WORDS
            named = text[start : words[-2].end() if says_ward else end]
            says_council = any(one.startswith("council") for one in folded) and not KINDS.issuperset(folded)
            for name in dict.fromkeys((named, _OWNING.sub("", named))):
                yield _Span(start, end, normalise(name), normalise_name(name), says_council, says_ward)


def _look_up(spans: Sequence[_Span]) -> dict[tuple[str, str], list[Place]]:
    """Read whom each name belongs to: councils of today, wards, groups."""
    asked = {"places": {one.place for one in spans}, "groups": {one.group for one in spans}}
    numbers: dict[str, dict[int, set[str]]] = {"council": {}, "area": {}, "group": {}}
    for kind, number, name in db.session.execute(_NAMED, asked):
        numbers[kind].setdefault(number, set()).add(name)
    known: dict[tuple[str, str], list[Place]] = {}
    for kind, place in _read(numbers):
        for name in numbers[kind][place.id] & asked["groups" if kind == "group" else "places"]:
            known.setdefault(("group" if kind == "group" else "place", name), []).append(place)
    return known


def _read(numbers: dict[str, dict[int, set[str]]]) -> Iterator[tuple[str, Place]]:
    if numbers["council"]:
        is_present = or_(Council.successor_id.is_(None), Council.ended_on > clock.today())
        councils = select(Council).where(Council.id.in_(numbers["council"]), is_present)
        ordered = councils.order_by(Council.ended_on.is_not(None), Council.name, Council.id)
        yield from (("council", one) for one in db.session.scalars(ordered))
    if numbers["area"]:
        areas = select(Area).where(Area.id.in_(numbers["area"])).options(joinedload(Area.council))
        ordered_areas = areas.order_by(Area.ended_on.is_not(None), Area.id)
        yield from (("area", one) for one in db.session.scalars(ordered_areas))
    if numbers["group"]:
        groups = select(Group).where(Group.id.in_(numbers["group"])).options(joinedload(Group.council))
        yield from (("group", one) for one in db.session.scalars(groups.order_by(Group.id)))


def _certain_council(span: _Span, meant: Sequence[Place]) -> Council | None:
    councils = [one for one in meant if isinstance(one, Council)]
    is_sure = not span.says_ward and (span.says_council or not is_ordinary(span.place))
    return councils[0] if len(councils) == 1 and is_sure else None


def _named(text: str, span: _Span, meant: list[Place], councils: set[int]) -> NamedPlace:
    certain: Place | None = _certain_council(span, meant)
    if certain is None and not any(isinstance(one, Council) for one in meant if not span.says_ward):
        certain = _certain_other(span, meant, councils)
    ordered = meant if certain is None else [certain, *(one for one in meant if one is not certain)]
    return NamedPlace(
        text[span.start : span.end], span.start, span.end, tuple(ordered), is_certain=certain is not None
    )


def _certain_other(span: _Span, meant: Sequence[Place], councils: set[int]) -> Place | None:
    """Return the one ward that is meant, in a council named beside it where one is, or the one group."""
    wards = [one for one in meant if isinstance(one, Area)]
    beside = [one for one in wards if one.council_id in councils]
    now = [one for one in beside or wards if not one.has_ended] or beside or wards
    if councils and not beside:
        return None
    groups = [one for one in meant if isinstance(one, Group) and " " in span.group]
    others: Sequence[Place] = now or groups
    is_sure = bool(beside) or span.says_ward or not is_ordinary(span.place)
    return others[0] if len(others) == 1 and is_sure else None


_NAMES_OF_PLACES = union_all(
    select(CouncilName.normalised), select(Area.normalised).where(Area.ended_on.is_(None))
).limit(MOST_NAMES)
_PLACES: BindParameter[list[str]] = bindparam("places", expanding=True)
_GROUPS: BindParameter[list[str]] = bindparam("groups", expanding=True)
_NAMED = union_all(
    select(literal("council").label("kind"), CouncilName.council_id, CouncilName.normalised).where(
        CouncilName.normalised.in_(_PLACES)
    ),
    select(literal("area"), Area.id, Area.normalised).where(Area.normalised.in_(_PLACES)),
    select(literal("area"), Area.id, Area.normalised_welsh).where(Area.normalised_welsh.in_(_PLACES)),
    select(literal("group"), Group.id, Group.normalised_name).where(
        Group.normalised_name.in_(_GROUPS), LISTED
    ),
).limit(MOST_MEANT)
