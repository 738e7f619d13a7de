"""Finds which column of a file of wards is which: by what it holds and by its year, not by where it stands. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forum.core.importing import ImportRefusedError

WARD_CODE = re.compile(r"(?:E05|W05|S13|N08|E58|N10)\d{6}")
"""Wards of the four nations, divisions of counties, and the electoral areas of Northern Ireland."""
COUNCIL_CODE = re.compile(r"(?:E0[6-9]|E10|W06|S12|N09)\d{6}")
ANY_CODE = re.compile(r"[A-Z]\d{8}")
OTHER_CODE = re.compile(r"(?:E0[12]|E1[0-9]|E33|E92|W0[12]|W92|S0[1238]|S92|N92|K0)\d+")
"""What is larger or smaller than a ward: areas of the census, regions, countries."""
CODE_ENDING = re.compile(r"(?:codes?|cdo?|gss|id)$")
WELSH_ENDING = re.compile(r"(?:nmw|namewelsh|welshname|enwcymraeg|namecy|cy|w)$")
NAME_HINT = re.compile(r"(?:name|nm)$|^ward$")
YEAR = re.compile(r"\d\d")
ENOUGH = 0.5
MOST_COLUMNS = 200
MOST_NAMED = 12

Properties = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The names of the columns as the file has them; empty where there is none."""

    code: str
    name: str
    welsh: str = ""
    councils: tuple[str, ...] = ()
    """Those that hold codes of councils."""
    council_names: Mapping[str, str] = field(default_factory=dict)


def find_columns(rows: Iterable[Properties]) -> Columns:
    """Look at every row, then choose. Raises ImportRefusedError that names the columns there are."""
    filled: Counter[str] = Counter()
    of_wards: Counter[str] = Counter()
    of_councils: Counter[str] = Counter()
    of_others: Counter[str] = Counter()
    for row in rows:
        for column, value in list(row.items())[:MOST_COLUMNS]:
            text = text_of(value)
            filled[column] += bool(text)
            of_wards[column] += WARD_CODE.fullmatch(text.upper()) is not None
            of_councils[column] += COUNCIL_CODE.fullmatch(text.upper()) is not None
            of_others[column] += _is_other_code(text.upper())
    code = newest(_mostly(of_wards, filled)) or newest(_mostly(of_others, filled))
    councils = _mostly(of_councils, filled)
    name = _name_column(code, filled) if code else ""
    if not code or not name:
        raise ImportRefusedError(_why(filled, has_code=bool(code)))
    return Columns(
        code=code,
        name=name,
        welsh=_welsh_column(code, name, filled),
        councils=tuple(councils),
        council_names={one: _name_column(one, filled, only_stem=True) for one in councils},
    )


def text_of(value: object) -> str:
    """Return a property as text without spaces around it."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _is_other_code(text: str) -> bool:
    """Tell a GSS code of places that are neither councils, larger nor smaller: parishes and the like."""
    return ANY_CODE.fullmatch(text) is not None and not (
        COUNCIL_CODE.fullmatch(text) or OTHER_CODE.fullmatch(text)
    )


def _mostly(found: Counter[str], filled: Counter[str]) -> list[str]:
    return [column for column, number in found.items() if number and number >= ENOUGH * filled[column]]


def plain(column: str) -> str:
    """Write a column's name as it is compared: small letters and digits."""
    return re.sub(r"[\W_]+", "", column.casefold())


def _year(column: str) -> int:
    found = YEAR.findall(plain(column))
    return int(found[-1]) if found else -1


def newest(columns: list[str]) -> str:
    """Choose the newest vintage; of two alike the first. Wards go before divisions and electoral areas."""
    is_ward = ("wd", "ward", "area", "gss", "code")
    return max(columns, key=lambda one: (plain(one).startswith(is_ward), _year(one)), default="")


def _stem(column: str) -> str:
    return CODE_ENDING.sub("", plain(column))


def _name_column(code: str, filled: Counter[str], *, only_stem: bool = False) -> str:
    """Choose the name that belongs to a code: WD23NM to WD23CD; else whatever names wards, the newest first."""
    stem = _stem(code)
    by_plain = {plain(one): one for one, number in reversed(filled.items()) if number}
    wishes = [f"{stem}{ending}" for ending in ("nm", "name", "nmo", "")]
    exact = next((by_plain[one] for one in wishes if one and one in by_plain and by_plain[one] != code), "")
    if exact or only_stem:
        return exact
    named = [one for key, one in by_plain.items() if NAME_HINT.search(key) and not _is_of_council(key)]
    return newest(list(reversed(named)))


def _is_of_council(key: str) -> bool:
    return key.startswith(
        ("lad", "la", "cty", "county", "council", "district", "rgn", "region", "ctry", "country", "lgd")
    )


def _welsh_column(code: str, name: str, filled: Counter[str]) -> str:
    by_plain = {plain(one): one for one in filled}
    stems = (f"{_stem(code)}nmw", f"{plain(name)}w", f"{plain(name)}welsh", f"{_stem(code)}namewelsh")
    exact = next((by_plain[one] for one in stems if one in by_plain), "")
    if exact:
        return exact
    welsh = [
        one
        for key, one in by_plain.items()
        if WELSH_ENDING.search(key) and "nm" in key + "name" and one != name
    ]
    return next(
        (
            one
            for one in welsh
            if re.search(r"nmw$|welsh|cymraeg", plain(one)) and not _is_of_council(plain(one))
        ),
        "",
    )


def _why(filled: Counter[str], *, has_code: bool) -> str:
    columns = ", ".join(list(filled)[:MOST_NAMED]) or "none"
    if has_code:
        return f"No column holds the names of wards, such as WD24NM or ward_name. Its columns are: {columns}."
    return (
        "No column holds the codes of wards, which begin with E05, W05, S13 or N08."
        f" Its columns are: {columns}."
    )
