"""Takes in groups from published grants in the 360Giving standard."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.importing import ImportReport, Progress
from forum.core.mojibake import has_lost_letters, is_garbled
from forum.core.slugs import slug
from forum.core.text import clean, clean_line
from forum.councils.models import Council
from forum.councils.places import Clue, Place, kind_of_place
from forum.groups.existing_groups import GroupIdentity, KnownGroups, group_identity_of
from forum.groups.models import Group
from forum.groups.name_matching import LONGEST_NAME, normalise_name
from forum.groups.queries import LISTED
from forum.groups.threesixty_giving import Recipient, read_recipients

BATCH = 500
ORG_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]+-[^\s/\\<>\"]+")
LONGEST_ORG_ID = 120
LONGEST_WEBSITE = 300
BRANCH = "a group with the identifier of another, under another name: kept apart until a person joins them"
YES_OR_NO = {"", "Yes", "No", "yes", "no", "True", "False"}


def import_groups(*, file: Path, council: Council | None, progress: Progress) -> ImportReport:
    """Make a group of each recipient that is not here yet. Raises ImportRefusedError when the file cannot be read.

    A recipient's council is the one in which its places lie, else `council`. What people wrote
    of their own group is left alone, so that it is safe to run twice.
    """
    report = ImportReport()
    known = KnownGroups(council)
    for number, recipient in read_recipients(file, remarks=report.remarks, progress=progress):
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


def why_not(recipient: Recipient) -> str | None:
    """Return why no group can be made of a recipient; None where one can."""
    checks = (
        (recipient.is_a_person, "the grant went to a person, not to a group"),
        (not recipient.name, "the recipient has no name"),
        (not recipient.org_id, f"{recipient.name!r} has no organisation identifier"),
        (len(recipient.name) > LONGEST_NAME, f"the name is longer than {LONGEST_NAME} characters"),
        (is_garbled(recipient.name), f"the name {recipient.name!r} went through a wrong encoding"),
        (has_lost_letters(recipient.name), f"the name {recipient.name!r} lost letters in a wrong encoding"),
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


def take_recipient(recipient: Recipient, known: KnownGroups, report: ImportReport) -> GroupIdentity:
    """Find the recipient's group, or have one made with the next `known.write()`; its id is in `known.ids` then."""
    identity = group_identity_of(recipient)
    if known.has(identity):
        report.remarks["a further grant to the same group"] += identity in known.seen
        report.unchanged += identity not in known.seen
        known.seen.add(identity)
        return identity
    known.seen.add(identity)
    place = _place(recipient, known, report)
    ours = _made_by_people(recipient, place.council_id)
    is_branch = identity.org_id in known.first_with
    if ours is not None:
        ours.org_id = ours.org_id if is_branch else recipient.org_id
        known.add(recipient, None, adopted=ours.id)
        report.changed += 1
        report.remarks["a group that people had made here already, now with its identifier"] += 1
        return identity
    known.add(recipient, _group(recipient, place, is_branch=is_branch))
    report.made += 1
    report.remarks[BRANCH] += is_branch
    report.remarks["a group whose council the file does not say"] += place.council_id is None
    return identity


def _place(recipient: Recipient, known: KnownGroups, report: ImportReport) -> Place:
    """Find where the group is; say what the file knows of its place where that leads nowhere."""
    place = known.place_of_group(recipient)
    if place.council_id is None and (recipient.places or recipient.helped):
        report.remarks.update(unplaced(recipient.places or recipient.helped))
    return place if place.council_id else known.council


def unplaced(clues: Iterable[Clue]) -> list[str]:
    """Say once for each kind of place that could not be found what the file gives of it."""
    kinds = dict.fromkeys(kind_of_place(one) for one in clues)
    return [
        f"a place known by {kind} alone, which is not imported here: no council" for kind in kinds if kind
    ]


def _made_by_people(recipient: Recipient, council_id: int | None) -> Group | None:
    if council_id is None:
        return None
    same = select(Group).where(
        Group.normalised_name == normalise_name(recipient.name),
        Group.council_id == council_id,
        Group.org_id.is_(None),
        Group.imported_from.is_(None),
        LISTED,
    )
    with db.session.no_autoflush:
        return db.session.scalar(same.order_by(Group.id).limit(1))


def _group(recipient: Recipient, place: Place, *, is_branch: bool) -> Group:
    """Make a group; of those that share an identifier, the first has it."""
    return Group(
        name=recipient.name,
        normalised_name=normalise_name(recipient.name),
        slug=slug(recipient.name),
        summary=clean(recipient.summary)[:2000],
        council_id=place.council_id,
        area_id=place.area_id,
        org_id=None if is_branch else recipient.org_id,
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
