"""Takes in the published list of local authorities, with all the names people know them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select

from forum.core.db import db
from forum.core.importing import ImportReport, Progress, read_csv
from forum.core.mojibake import is_garbled
from forum.core.slugs import slug
from forum.councils.actions import add_usual_departments
from forum.councils.former_codes import write_former_codes
from forum.councils.models import Council, CouncilName, CouncilSuccessor
from forum.councils.name_matching import KINDS, normalise

COLUMNS = (
    "local-authority-code", "official-name", "nice-name", "gss-code", "start-date", "end-date", "replaced-by",
    "nation", "region", "local-authority-type-name", "alt-names", "pop-2020",
)  # fmt: skip
CODE = re.compile(r"[A-Z0-9-]{2,10}")
GSS_CODE = re.compile(r"[A-Z]\d{8}")
MAXIMUM_COUNCILS = 5_000

Row = dict[str, str]


def import_councils(*, file: Path, progress: Progress) -> ImportReport:
    """Make or bring up to date every council of the file. Raises ImportRefusedError when it cannot be read.

    A council keeps its address, its contact and its claim. Former councils point to their successors, which
    carry the former names too, so that people find them by the name they remember.
    """
    report = ImportReport()
    rows: dict[str, tuple[int, Row]] = {}
    for number, row in read_csv(file, needed=COLUMNS, progress=progress):
        report.read += 1
        why = _why_not(row, rows)
        if why:
            report.skip(number, why)
        else:
            rows[row["local-authority-code"]] = (number, row)
    councils = {one.code: one for one in db.session.scalars(select(Council))}
    known = set(councils)
    _write(rows, councils, report)
    db.session.flush()
    for code in rows.keys() - known:
        if not councils[code].has_closed:
            add_usual_departments(council=councils[code])
    _point_to_successors(rows, councils, report)
    _write_names(rows, councils)
    db.session.flush()
    write_former_codes(
        (councils[code].id, row.get("former-gss-codes", "")) for code, (_, row) in rows.items()
    )
    return report


def _why_not(row: Row, earlier: dict[str, tuple[int, Row]]) -> str | None:
    code, gss_code, name = row["local-authority-code"], row["gss-code"], row["official-name"]
    same_gss = gss_code and any(gss_code == other["gss-code"] for _, other in earlier.values())
    checks = (
        (not CODE.fullmatch(code), f"{code!r} is not a local-authority code"),
        (code in earlier, f"the code {code} is in an earlier row already"),
        (not name or not row["nice-name"], "it has no name"),
        (is_garbled(name + row["nice-name"]), f"the name {name!r} went through a wrong encoding"),
        (gss_code and not GSS_CODE.fullmatch(gss_code), f"{gss_code!r} is not a GSS code"),
        (same_gss, f"the GSS code {gss_code} is in an earlier row already"),
        (len(earlier) >= MAXIMUM_COUNCILS, f"only {MAXIMUM_COUNCILS:,} councils are taken"),
    )
    return next((why for is_wrong, why in checks if is_wrong), None) or _why_unreadable(row)


def _why_unreadable(row: Row) -> str | None:
    try:
        _date(row["start-date"])
        _date(row["end-date"])
        _whole(row["pop-2020"])
    except ValueError as error:
        return str(error)
    return None


def _write(rows: dict[str, tuple[int, Row]], councils: dict[str, Council], report: ImportReport) -> None:
    slugs = {one.slug for one in councils.values()}
    # Councils of today choose their addresses first: /councils/somerset is the one that answers.
    for code, (_, row) in sorted(rows.items(), key=lambda item: bool(item[1][1]["end-date"])):
        council = councils.get(code)
        if council is None:
            council = councils[code] = Council(code=code, slug=_free_slug(row, slugs))
            db.session.add(council)
            _fill(council, row)
            report.made += 1
        elif _fill(council, row):
            report.changed += 1
        else:
            report.unchanged += 1


def _free_slug(row: Row, taken: set[str]) -> str:
    wishes = (
        slug(row["nice-name"]),
        slug(row["official-name"]),
        slug(f"{row['nice-name']} {row['local-authority-code']}"),
    )
    free = next(one for one in wishes if one not in taken)
    taken.add(free)
    return free


def _fill(council: Council, row: Row) -> bool:
    """Set what the file knows; tell whether anything changed."""
    values = {
        "name": row["nice-name"][:120],
        "official_name": row["official-name"][:200],
        "gss_code": row["gss-code"] or None,
        "kind": row["local-authority-type-name"][:60],
        "nation": row["nation"][:40],
        "region": row["region"][:60],
        "population": _whole(row["pop-2020"]),
        "started_on": _date(row["start-date"]),
        "ended_on": _date(row["end-date"]),
    }
    changed = False
    for name, value in values.items():
        if getattr(council, name) != value:
            setattr(council, name, value)
            changed = True
    return changed


def _point_to_successors(
    rows: dict[str, tuple[int, Row]], councils: dict[str, Council], report: ImportReport
) -> None:
    for code, (number, row) in rows.items():
        known = [one for one in _successors(row, councils) if one.code != code]
        councils[code].successor_id = known[0].id if known else None
        _set_successors(councils[code], known)
        unknown = [one for one in _codes(row) if one not in councils]
        if unknown:
            report.remarks[f"row {number}: replaced by {', '.join(unknown)}, which is not in the file"] += 1
        if row["end-date"] and not row["replaced-by"]:
            report.remarks["a former council without a successor in the file"] += 1


def _set_successors(council: Council, successors: Sequence[Council]) -> None:
    """Write down all that take its place, in the order of the file."""
    wanted = {one.id: place for place, one in enumerate(successors)}
    known = {
        one.successor_id: one
        for one in db.session.scalars(
            select(CouncilSuccessor).where(CouncilSuccessor.council_id == council.id)
        )
    }
    for number, row in known.items():
        if number not in wanted:
            db.session.delete(row)
    for number, place in wanted.items():
        if number in known:
            known[number].place = place
        else:
            db.session.add(CouncilSuccessor(council_id=council.id, successor_id=number, place=place))


def _write_names(rows: dict[str, tuple[int, Row]], councils: dict[str, Council]) -> None:
    written = set(db.session.execute(select(CouncilName.council_id, CouncilName.normalised)).tuples())
    for code, (_, row) in rows.items():
        names = _names(row)
        for council in (councils[code], *_successors(row, councils)):
            _add_names(council, names, written)


def _add_names(council: Council, names: Iterable[str], written: set[tuple[int, str]]) -> None:
    for name in names:
        normalised = normalise(name)
        if not KINDS.issuperset(normalised.split()) and (council.id, normalised) not in written:
            written.add((council.id, normalised))
            db.session.add(CouncilName(council_id=council.id, name=name[:200], normalised=normalised))


def _names(row: Row) -> list[str]:
    """Return all names. Alternative names are split at commas, which some names hold themselves; pieces of those do no harm."""
    return [row["official-name"], row["nice-name"], *(part.strip() for part in row["alt-names"].split(","))]


def _successors(row: Row, councils: dict[str, Council]) -> Sequence[Council]:
    return [councils[code] for code in _codes(row) if code in councils]


def _codes(row: Row) -> list[str]:
    return [code.strip() for code in row["replaced-by"].split(",") if code.strip()]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{text!r} is not a date such as 2023-04-01") from None


def _whole(text: str) -> int | None:
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is not a number of people") from None
