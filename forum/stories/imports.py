"""Takes in past projects from published grants in the 360Giving standard: stubs of stories that nobody has told yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from forum.accounts.actions import find_or_make_system_person
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.importing import ImportRefusedError, ImportReport, Progress
from forum.core.outbox import enqueue_many
from forum.core.slugs import slug
from forum.core.text import LONGEST_TEXT, PIPELINE_VERSION, clean_line, excerpt, render
from forum.councils.models import Council
from forum.councils.places import NOWHERE, Place
from forum.groups.existing_groups import GroupIdentity, KnownGroups
from forum.groups.imports import BRANCH, take_recipient, unplaced, why_not
from forum.stories.grant_values import DateOrder, RowRefusedError, order_of, read_amount, read_day, read_plan
from forum.stories.grants import Grant, check, read_grants, web_source
from forum.stories.models import LONGEST_TITLE, Story, StoryImport, StoryRecipient

BATCH = 500
LONGEST_LICENCE, LONGEST_FILE_NAME, LONGEST_SOURCE, LONGEST_RECIPIENT = 300, 200, 500, 200
NOON = time(12, tzinfo=UTC)
AUTHOR_KEY, AUTHOR_NAME = "imports", "Published grants"
UNSAID = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A grant of which a story can be made."""

    grant: Grant
    amount: Decimal
    awarded_on: date
    started_on: date | None
    ended_on: date | None
    groups: tuple[GroupIdentity, ...] = ()


def import_stories(
    *, file: Path, council: Council | None, licence: str, strict: bool, progress: Progress
) -> ImportReport:
    """Make the stub of a story from each grant that is not here yet; what is here is left as it is.

    A row that cannot be right is skipped, with its number and the reason; with `strict`, it refuses the file.
    Raises ImportRefusedError when the file cannot be read.
    """
    report = ImportReport()
    taking = _Taking(file, council, licence, report)
    for number, grant in read_grants(file, remarks=report.remarks, progress=progress):
        report.read += 1
        why = taking.take(grant)
        if why and strict:
            raise ImportRefusedError(f"Row {number}: {why}.")
        if why:
            report.skip(number, why)
        if len(taking.waiting) == BATCH:
            taking.write()
    taking.write()
    taking.finish()
    return report


class _Taking:
    """One import: what is here already, read once, and what waits to be written."""

    def __init__(self, file: Path, council: Council | None, licence: str, report: ImportReport) -> None:
        self.file_name = clean_line(file.name)[:LONGEST_FILE_NAME]
        self.licence = clean_line(licence)[:LONGEST_LICENCE] or UNSAID
        self.report, self.groups = report, KnownGroups(council)
        self.of_groups = ImportReport()
        self.here = set(db.session.scalars(select(StoryImport.grant_id)))
        self.seen: set[str] = set()
        self.orders: Counter[DateOrder] = Counter()
        self.waiting: list[Checked] = []
        self.author: Person | None = None

    def take(self, grant: Grant) -> str | None:
        """Take one grant; returns the reason where it is not taken."""
        self.orders[order_of(grant.awarded)] += 1
        try:
            checked = _checked(grant)
        except RowRefusedError as refused:
            return str(refused)
        why = next(filter(None, map(why_not, grant.recipients)), None)
        if why is None and grant.grant_id in self.seen:
            why = f"the identifier {grant.grant_id!r} is in the file twice"
        if why is not None:
            return why
        self.seen.add(grant.grant_id)
        if grant.grant_id in self.here:
            self.report.unchanged += 1
            return None
        groups = dict.fromkeys(take_recipient(one, self.groups, self.of_groups) for one in grant.recipients)
        self.waiting.append(replace(checked, groups=tuple(groups)))
        self._remark(grant)
        return None

    def _remark(self, grant: Grant) -> None:
        remarks = self.report.remarks
        remarks["an amount without a currency, read as pounds"] += not grant.currency
        remarks["a date written day first, such as 31/05/2024, read so"] += order_of(grant.awarded) in {
            DateOrder.DAY_FIRST,
            DateOrder.EITHER,
        }
        remarks["a grant to several groups: all are made, and the amount is shown as shared"] += (
            len(grant.recipients) > 1
        )

    def finish(self) -> None:
        """Add up what was made; refuse a file whose days may be month first, since they would be false in silence."""
        orders = self.orders
        if orders[DateOrder.MONTH_FIRST] and orders[DateOrder.EITHER] and not orders[DateOrder.DAY_FIRST]:
            raise ImportRefusedError(
                "Some award dates in this file are written month first (05/31/2024), and others could be read"
                " either way. Write them as 2024-05-31."
            )
        of_groups = self.of_groups
        self.report.remarks["a group made of a recipient"] = of_groups.made
        self.report.remarks[BRANCH] = of_groups.remarks[BRANCH]

    def write(self) -> None:
        """Write the groups, then the stories, and have search learn of all of them."""
        if not self.waiting:
            return
        self.groups.write()
        self.author = self.author or find_or_make_system_person(key=AUTHOR_KEY, name=AUTHOR_NAME)
        stories = [self._story(one, self.author) for one in self.waiting]
        db.session.add_all(stories)
        db.session.flush()
        enqueue_many("index", [{"document": f"thread:{story.id}"} for story in stories])
        self.report.made += len(stories)
        self.waiting.clear()

    def _story(self, one: Checked, author: Person) -> Story:
        """Make the stub: as old as its grant, so that it does not push aside what people tell today."""
        grant, at = one.grant, datetime.combine(one.awarded_on, NOON)
        words = grant.description[:LONGEST_TEXT] or grant.title
        place, groups = self._place(grant), [self.groups.ids[one] for one in one.groups]
        return Story(
            author_id=author.id,
            group_id=groups[0] if len(groups) == 1 else None,
            council_id=place.council_id,
            area_id=place.area_id,
            recipients=_sharing(groups),
            title=excerpt(grant.title, LONGEST_TITLE),
            slug=slug(excerpt(grant.title, LONGEST_TITLE)),
            body=words,
            body_html=render(words),
            html_version=PIPELINE_VERSION,
            started_on=one.started_on,
            ended_on=one.ended_on,
            told_at=None,
            created_at=at,
            last_activity_at=at,
            grant=self._imported(one),
        )

    def _place(self, grant: Grant) -> Place:
        """Find where a project was: where its people are, else where its groups are, else the council asked for."""
        helped = grant.recipients[0].helped
        of_groups = tuple(clue for one in grant.recipients for clue in one.places)
        place = self.groups.place_of_help(helped, of_groups)
        if place is NOWHERE:
            self.report.remarks.update(unplaced((*helped, *of_groups)))
            return self.groups.council
        return place

    def _imported(self, one: Checked) -> StoryImport:
        return StoryImport(
            grant_id=one.grant.grant_id,
            funder=one.grant.funder,
            recipient=" and ".join(each.name for each in one.grant.recipients)[:LONGEST_RECIPIENT],
            amount_pounds=one.amount,
            awarded_on=one.awarded_on,
            source=web_source(one.grant.source)[:LONGEST_SOURCE],
            licence=self.licence,
            file_name=self.file_name,
            imported_at=clock.now(),
        )


def _checked(grant: Grant) -> Checked:
    """Read what a grant says. Raises RowRefusedError."""
    check(grant)
    starts, ends = read_plan(grant.starts, grant.ends)
    return Checked(
        grant=grant,
        amount=read_amount(grant.amount),
        awarded_on=read_day(grant.awarded, today=clock.today()),
        started_on=starts,
        ended_on=ends,
    )


def _sharing(groups: list[int]) -> list[StoryRecipient]:
    """Write down the groups of a grant that went to several; an amount is nobody's alone then."""
    several = dict.fromkeys(groups) if len(groups) > 1 else {}
    return [StoryRecipient(group_id=number) for number in several]
