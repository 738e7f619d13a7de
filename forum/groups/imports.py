"""Takes in groups from published grants in the 360Giving standard, as CSV or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.importing import ImportRefusedError, ImportReport, Progress, is_garbled
from forum.core.outbox import enqueue_many
from forum.core.slugs import slug
from forum.core.text import clean, clean_line
from forum.councils.models import Council
from forum.groups.giving import Recipient, read_csv_recipients, read_json_recipients
from forum.groups.models import Group
from forum.groups.naming import LONGEST_NAME, normalise_name

BATCH = 500
ORG_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]+-[^\s/\\<>\"]+")
LONGEST_ORG_ID = 120
LONGEST_WEBSITE = 300
YES_OR_NO = {"", "Yes", "No", "yes", "no", "True", "False"}


def import_groups(*, file: Path, council: Council | None, progress: Progress) -> ImportReport:
    """Make a group of each recipient that is not here yet. Raises ImportRefusedError when the file cannot be read.

    A recipient's council is the one whose GSS code the grant's place names, else `council`. What people wrote
    of their own group is left alone, so that it is safe to run twice.
    """
    report = ImportReport()
    known = KnownGroups(council)
    for number, recipient in _recipients(file, progress):
        report.read += 1
        why = why_not(recipient)
        if why:
            report.skip(number, why)
            continue
        _remark(recipient, report)
        take_recipient(recipient, known, report)
        if report.read % BATCH == 0:
            known.write()
    known.write()
    return report


class KnownGroups:
    """What is here already, read once, and what waits to be written; `ids` by the organisation's identifier."""

    def __init__(self, council: Council | None) -> None:
        ours = select(Group.org_id, Group.id).where(Group.org_id.is_not(None))
        self.ids: dict[str, int | None] = {
            org_id or "": number for org_id, number in db.session.execute(ours).tuples()
        }
        self.first_named: dict[str, str] = {}
        codes = select(Council.gss_code, Council.id).where(Council.gss_code.is_not(None))
        self.councils = {code or "": number for code, number in db.session.execute(codes).tuples()}
        self.council_id = council.id if council else None
        self.waiting: list[Group] = []

    def council_of(self, recipient: Recipient) -> int | None:
        """Give the council that the grant's place names, or the one that was asked for."""
        return self.councils.get(recipient.place_code, self.council_id)

    def write(self) -> None:
        """Write what waits, and have search learn of it."""
        db.session.add_all(self.waiting)
        db.session.flush()
        self.ids.update({group.org_id or "": group.id for group in self.waiting})
        enqueue_many("index", [{"document": f"group:{group.id}"} for group in self.waiting])
        self.waiting.clear()


def _recipients(file: Path, progress: Progress) -> Iterator[tuple[int, Recipient]]:
    if file.suffix.lower() == ".csv":
        return read_csv_recipients(file, progress)
    if file.suffix.lower() in {".json", ".geojson"}:
        return read_json_recipients(file, progress)
    raise ImportRefusedError("The file's name must end in .csv or .json.")


def why_not(recipient: Recipient) -> str | None:
    """Say why no group can be made of a recipient; None where one can."""
    checks = (
        (recipient.is_a_person, "the grant went to a person, not to a group"),
        (not recipient.name, "the recipient has no name"),
        (not recipient.org_id, f"{recipient.name!r} has no organisation identifier"),
        (len(recipient.name) > LONGEST_NAME, f"the name is longer than {LONGEST_NAME} characters"),
        (is_garbled(recipient.name), f"the name {recipient.name!r} went through a wrong encoding"),
        (not normalise_name(recipient.name), f"the name {recipient.name!r} has no letter in it"),
        (
            not ORG_ID.fullmatch(recipient.org_id) or len(recipient.org_id) > LONGEST_ORG_ID,
            f"{recipient.org_id[:LONGEST_ORG_ID]!r} is not an organisation identifier such as GB-CHC-1234567",
        ),
    )
    return next((why for is_wrong, why in checks if is_wrong), None)


def _remark(recipient: Recipient, report: ImportReport) -> None:
    if recipient.from_open_call not in YES_OR_NO:
        said = recipient.from_open_call[:20]
        report.remarks[f"“from an open call” is {said!r} where Yes or No is meant; read all the same"] += 1


def take_recipient(recipient: Recipient, known: KnownGroups, report: ImportReport) -> None:
    """Find the recipient's group, or have one made with the next `known.write()`."""
    report.remarks["a further grant to the same group"] += recipient.org_id in known.first_named
    if recipient.org_id in known.ids:
        report.unchanged += recipient.org_id not in known.first_named
        known.first_named.setdefault(recipient.org_id, recipient.name)
        return
    known.ids[recipient.org_id] = None
    known.first_named[recipient.org_id] = recipient.name
    council_id = known.council_of(recipient)
    ours = _made_by_people(recipient, council_id)
    if ours is not None:
        ours.org_id = recipient.org_id
        known.ids[recipient.org_id] = ours.id
        report.changed += 1
        report.remarks["a group that people had made here already, now with its identifier"] += 1
        return
    known.waiting.append(_group(recipient, council_id))
    report.made += 1
    report.remarks["a group whose council the file does not say"] += council_id is None


def _made_by_people(recipient: Recipient, council_id: int | None) -> Group | None:
    if council_id is None:
        return None
    same = select(Group).where(
        Group.normalised_name == normalise_name(recipient.name),
        Group.council_id == council_id,
        Group.org_id.is_(None),
    )
    with db.session.no_autoflush:
        return db.session.scalar(same.order_by(Group.id).limit(1))


def _group(recipient: Recipient, council_id: int | None) -> Group:
    return Group(
        name=recipient.name,
        normalised_name=normalise_name(recipient.name),
        slug=slug(recipient.name),
        summary=clean(recipient.summary)[:2000],
        council_id=council_id,
        org_id=recipient.org_id,
        website=_website(recipient.website),
        imported_from=clean_line(f"the published grants of {recipient.funder or 'a funder'}")[:200],
        created_at=clock.now(),
    )


def _website(address: str) -> str:
    """Keep what is a web address; anything else is left out."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    is_web = parts.scheme in {"http", "https"} and "." in parts.netloc and len(address) <= LONGEST_WEBSITE
    return address.strip() if is_web else ""
