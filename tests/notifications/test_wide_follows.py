"""Who hears of a new post because they follow what it is about; and what a follow never gives away."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.barriers.actions.report import report_barrier
from forum.barriers.models import Barrier
from forum.barriers.report_input import ReportInput
from forum.core import clock
from forum.core.db import commit, db
from forum.follows.actions import follow_subject
from forum.follows.followables import list_followables
from forum.follows.models import FollowKind, Frequency
from forum.groups.models import Group
from forum.notifications.models import Notification
from forum.notifications.topics import POSTED
from forum.threads.models import Visibility
from tests.notifications.telling import following, mails, next_morning, told
from tests.support.factories import make_area, make_council, make_group, make_person
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql

WIDE = [one for one in FollowKind if one not in {FollowKind.THREAD, FollowKind.SEARCH}]


class Place:
    """A council with a ward and a group, and what a barrier there is about."""

    def __init__(self) -> None:
        self.council = make_council("Wexmoor")
        self.area = make_area(self.council, "Longford")
        self.author = make_person()
        self.group: Group = make_group("Bramley Allotments", members=(self.author,), council=self.council)
        self.keys = {
            FollowKind.TAG: "ramps",
            FollowKind.CATEGORY: "venue",
            FollowKind.WARD: self.area.id,
            FollowKind.COUNCIL: self.council.id,
            FollowKind.GROUP: self.group.id,
            FollowKind.OBSTACLE: "venue/unknown",
        }

    def report(self, visibility: Visibility = Visibility.PUBLIC) -> None:
        """Report a barrier about all of it."""
        report_barrier(
            report=ReportInput(
                title="No ramp at the hall",
                what_happened="Three steps, and no rail.",
                category="venue",
                visibility=visibility,
                similar_seen=True,
                tags=("ramps",),
            ),
            author=self.author,
            group=self.group,
            council=self.council,
            area=self.area,
        )
        commit()


@pytest.fixture
def place(app: Flask) -> Place:
    return Place()


@pytest.mark.parametrize("kind", WIDE)
def test_who_follows_what_a_post_is_about_hears_of_it(place: Place, kind: FollowKind) -> None:
    person, other = following(kind, place.keys[kind]), following(kind, "999")
    place.report()
    assert [told(person), told(other)] == [[POSTED], []]
    next_morning()
    (mail,) = mails(person)
    assert "New barrier." in mail["text"]
    assert "No ramp at the hall" in mail["text"]


def test_a_nameless_post_is_told_to_nobody_who_follows_its_group_or_its_ward(place: Place) -> None:
    people = {kind: following(kind, place.keys[kind]) for kind in WIDE}
    place.report(Visibility.NAMELESS)
    assert {kind for kind, person in people.items() if told(person)} == set(WIDE) - {
        FollowKind.GROUP,
        FollowKind.WARD,
    }


def test_a_post_for_the_council_only_is_told_to_nobody_who_follows_what_it_is_about(place: Place) -> None:
    people = [following(kind, place.keys[kind]) for kind in WIDE]
    place.report(Visibility.COUNCIL)
    assert [told(one) for one in people] == [[]] * len(people)


def test_what_a_group_takes_its_name_from_is_not_told_by_it(place: Place) -> None:
    place.report()
    thread = db.session.scalars(select(Barrier)).one()
    group = list_followables()[FollowKind.GROUP]
    assert group.keys_of(thread) == (str(place.group.id),)
    thread.name_taken_back_at = clock.now()
    assert group.keys_of(thread) == ()


def test_who_follows_it_in_several_ways_is_told_once_by_the_soonest(place: Place) -> None:
    person = following(FollowKind.TAG, "ramps", Frequency.WEEKLY)
    for kind, how in ((FollowKind.COUNCIL, Frequency.AT_ONCE), (FollowKind.WARD, Frequency.ONLY_HERE)):
        follow_subject(person=person, kind=kind, key=str(place.keys[kind]), frequency=how)
    place.report()
    assert told(person) == [POSTED]
    assert len(mails(person)) == 1


def test_telling_a_crowd_takes_as_many_statements_as_telling_one(place: Place) -> None:
    place.report()  # the first makes the tag
    taken = []
    for number in (1, 40):
        for _ in range(number):
            following(FollowKind.COUNCIL, place.council.id)
        with count_statements() as statements:
            place.report()
        taken.append(len(statements))
    assert taken[0] == taken[1]
    assert db.session.scalar(select(func.count(Notification.id))) == 1 + 41
