"""Finds the council and the ward that a published place means: a code of today or of before, a name, a point on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import undefer

from forum.core import clock
from forum.core.db import db
from forum.core.geometry import Box, box_of, holds, is_in_box
from forum.councils.models import Area, Council, CouncilName, FormerCode, PlaceCode
from forum.councils.name_matching import normalise
from forum.councils.queries import list_successors

MOST_BOUNDARIES = 3_000
"""With more wards than these, a point on the map is not looked up."""
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
BOUNDS_OF_UK: Box = (-9.0, 49.5, 2.5, 61.5)
"""From Rockall's lee to Lowestoft, from Scilly to Shetland, in degrees of longitude and latitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What a file says of one place; empty where it says nothing."""

    code: str = ""
    name: str = ""
    postcode: str = ""
    longitude: str = ""
    latitude: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A council and, where it is known, one of its wards."""

    council_id: int | None = None
    area_id: int | None = None


NOWHERE = Place()


KINDS_OF_CODE = (
    (re.compile(r"E05|W05|S13|N08"), "a ward"),
    (re.compile(r"E0[6-9]|E10|W06|S12|N09"), "a council"),
    (re.compile(r"E0[12]|E33|W0[12]|S0[12]|N2[01]|95"), "an area of the census (LSOA)"),
    (re.compile(r"E12|E92|W92|S92|N92|K0"), "a region or a whole country"),
)


def kind_of_place(clue: Clue) -> str:
    """Return what a file knows of a place, for the words about what could not be placed; empty where it knows nothing."""
    code = place_key(clue.code)
    by_code = next((words for shape, words in KINDS_OF_CODE if code and shape.match(code)), "")
    if by_code or code:
        return by_code or "another kind of code"
    named = ((clue.postcode, "a postcode"), (clue.longitude, "a point on the map"), (clue.name, "a name"))
    return next((words for value, words in named if value), "")


def place_key(code: str) -> str:
    """Write a code or a postcode in the one way that is compared: no spaces, capitals."""
    return re.sub(r"\s+", "", code).upper()[:20]


@dataclass(slots=True)
class Places:
    """What is known of places, read when it is first asked for and then kept for one import."""

    councils: dict[str, int] = field(default_factory=dict)
    wards: dict[str, Place] = field(default_factory=dict)
    today: dict[int, int | None] = field(default_factory=dict)
    """The council that answers now, by the one that was named; None where several took its place."""
    found: dict[Clue, Place] = field(default_factory=dict)
    boundaries: list[tuple[Box, Area]] | None = None
    names: dict[str, set[int]] | None = None
    has_smaller: bool = False
    """Whether postcodes or areas of the census were taken in."""

    @classmethod
    def load(cls) -> Places:
        """Read the codes of councils, former ones too, and of wards."""
        former = db.session.execute(select(FormerCode.gss_code, FormerCode.council_id)).tuples()
        codes = select(Council.gss_code, Council.id).where(Council.gss_code.is_not(None))
        now = db.session.execute(codes).tuples()
        areas = select(Area.gss_code, Area.council_id, Area.id).where(Area.gss_code.is_not(None))
        return cls(
            councils={code or "": number for code, number in [*former, *now]},
            wards={code or "": Place(*where) for code, *where in db.session.execute(areas).tuples()},
            has_smaller=db.session.scalar(select(PlaceCode.code).limit(1)) is not None,
        )

    def find(self, clues: Iterable[Clue]) -> Place:
        """Find the one place that all clues mean; a council without a ward where they name several of its wards."""
        places = {self._find_one(one) for one in clues} - {NOWHERE}
        councils = {one.council_id for one in places}
        if len(councils) != 1:
            return NOWHERE
        areas = {one.area_id for one in places if one.area_id}
        return Place(councils.pop(), areas.pop() if len(areas) == 1 else None)

    def _find_one(self, clue: Clue) -> Place:
        if clue not in self.found:
            self.found[clue] = self._by_code(place_key(clue.code)) or self._by_others(clue)
        return self.found[clue]

    def _by_code(self, code: str) -> Place | None:
        if not code:
            return None
        known = self._ward_or_council(code)
        if known is not None:
            return known
        smaller = db.session.get(PlaceCode, code) if self.has_smaller else None
        if smaller is None:
            return None
        return self._ward_or_council(smaller.ward_code) or self._ward_or_council(smaller.council_code)

    def _ward_or_council(self, code: str) -> Place | None:
        ward = self.wards.get(code)
        council_id = self._answering(ward.council_id if ward else self.councils.get(code))
        if council_id is None:
            return NOWHERE if ward or code in self.councils else None
        return Place(council_id, ward.area_id if ward else None)

    def _by_others(self, clue: Clue) -> Place:
        postcode = place_key(clue.postcode)
        if POSTCODE.fullmatch(postcode) and (place := self._by_code(postcode)):
            return place
        return self._by_point(clue) or self._by_name(clue.name) or NOWHERE

    def _by_name(self, name: str) -> Place | None:
        """A name counts if exactly one council of today is called so, in full."""
        if self.names is None:
            self.names = _names_of_today()
        numbers = self.names.get(normalise(name), set())
        return Place(*numbers) if len(numbers) == 1 else None

    def _by_point(self, clue: Clue) -> Place | None:
        try:
            point = float(clue.longitude), float(clue.latitude)
        except ValueError:
            return None
        if not is_in_box(BOUNDS_OF_UK, point):
            return None
        around = (area for box, area in self._boundaries() if is_in_box(box, point))
        area = next((one for one in around if holds(one.boundary or {}, point)), None)
        return Place(self._answering(area.council_id), area.id) if area else None

    def _boundaries(self) -> list[tuple[Box, Area]]:
        if self.boundaries is None:
            drawn = select(Area).where(Area.boundary.is_not(None), Area.ended_on.is_(None))
            drawn = drawn.options(undefer(Area.boundary)).order_by(Area.id).limit(MOST_BOUNDARIES + 1)
            areas = db.session.scalars(drawn).all()
            known = areas if len(areas) <= MOST_BOUNDARIES else []
            self.boundaries = [(box_of(one.boundary), one) for one in known if one.boundary]
        return self.boundaries

    def _answering(self, council_id: int | None) -> int | None:
        """Follow a council that was dissolved to the one that took its place."""
        if council_id is not None and council_id not in self.today:
            self.today[council_id] = _answers_now(council_id)
        return self.today[council_id] if council_id is not None else None


def _answers_now(council_id: int) -> int | None:
    council, seen = db.session.get(Council, council_id), {council_id}
    while council is not None and council.successor_id is not None and clock.today() >= _last_day(council):
        after = list_successors(council)
        if len(after) > 1:
            return None
        council = after[0] if after else db.session.get(Council, council.successor_id)
        if council is None or council.id in seen:
            break
        seen.add(council.id)
    return council.id if council else council_id


def _names_of_today() -> dict[str, set[int]]:
    named = select(CouncilName.normalised, CouncilName.council_id)
    named = named.join(Council, Council.id == CouncilName.council_id).where(Council.ended_on.is_(None))
    names: dict[str, set[int]] = {}
    for name, number in db.session.execute(named).tuples():
        names.setdefault(name, set()).add(number)
    return names


def _last_day(council: Council) -> date:
    return council.ended_on or date.max
