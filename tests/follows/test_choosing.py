"""Following all sorts of things by a button, and choosing how often to be told."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.barriers.actions.affected import add_affected
from forum.barriers.models import Barrier
from forum.barriers.report_input import Experience
from forum.core.db import commit, db
from forum.discovery.models import SavedSearch
from forum.follows.actions import follow, follow_subject
from forum.follows.models import Follow, FollowKind, Frequency
from forum.threads.actions.tags import set_tags
from forum.threads.models import Visibility
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)
from tests.threads.pages import main_of, send


@pytest.fixture
def barrier(app: Flask) -> Barrier:
    council = make_council("Wexmoor")
    barrier = make_barrier("No ramp", council=council, area=make_area(council, "Longford"), category="venue")
    set_tags(thread=barrier, names=["ramps"])
    commit()
    return barrier


def pages(barrier: Barrier) -> dict[FollowKind, tuple[str, str]]:
    """The page with the button of each kind, and the key."""
    council, area = barrier.council, barrier.area
    assert council is not None
    assert area is not None
    group = make_group("Bramley Allotments", council=council)
    return {
        FollowKind.THREAD: (f"/barriers/{barrier.numbered_slug}", str(barrier.id)),
        FollowKind.TAG: ("/tags/ramps", "ramps"),
        FollowKind.CATEGORY: ("/barriers?category=venue", "venue"),
        FollowKind.WARD: (f"/councils/{council.slug}/areas/{area.slug}", str(area.id)),
        FollowKind.COUNCIL: (f"/councils/{council.slug}", str(council.id)),
        FollowKind.GROUP: (f"/groups/{group.id}-{group.slug}", str(group.id)),
        FollowKind.OBSTACLE: ("/obstacles/venue/unknown", "venue/unknown"),
    }


@pytest.mark.parametrize("kind", [one for one in FollowKind if one != FollowKind.SEARCH])
def test_a_button_on_its_page_follows_it_and_another_stops_that(
    client: FlaskClient, app: Flask, barrier: Barrier, kind: FollowKind
) -> None:
    path, key = pages(barrier)[kind]
    visitor = main_of(app.test_client().get(path))
    assert f"/follow?kind={kind}" in visitor
    sign_in(client, make_person())
    assert 'action="/follow"' in main_of(client.get(path))
    answer = send(client, "/follow", "/account", kind=kind, key=key)
    assert answer.location == path
    assert "once a day" in client.get(path).text
    assert db.session.scalars(select(Follow.frequency)).one() == Frequency.DAILY
    assert 'action="/unfollow"' in main_of(client.get(path))
    assert path.replace("&", "&amp;") in main_of(client.get("/following"))
    send(client, "/unfollow", "/account", kind=kind, key=key)
    assert db.session.scalar(select(Follow.id)) is None


def test_what_is_not_there_or_not_to_be_seen_cannot_be_followed(
    client: FlaskClient, barrier: Barrier
) -> None:
    hidden = make_barrier("For the council", council=barrier.council, visibility=Visibility.COUNCIL)
    theirs = SavedSearch(
        person_id=make_person().id,
        name="Mine",
        asks="q=x",
        seen_at=barrier.created_at,
        created_at=barrier.created_at,
    )
    db.session.add(theirs)
    commit()
    sign_in(client, make_person())
    for kind, key in (
        ("thread", hidden.id), ("thread", "x"), ("thread", "9" * 40), ("tag", "unknown"), ("nothing", "1"),
        ("category", "forged"), ("obstacle", "venue"), ("ward", "0"), ("search", theirs.id), ("", ""),
    ):  # fmt: skip
        assert send(client, "/follow", "/account", kind=kind, key=key).status_code == 404, (kind, key)
        assert client.get("/follow", query_string={"kind": kind, "key": key}).location == "/following"


def test_somebody_chooses_how_often_and_nobody_else_for_them(client: FlaskClient, barrier: Barrier) -> None:
    person = make_person()
    own = follow(thread=barrier, person=person)
    council = follow_subject(person=person, kind=FollowKind.COUNCIL, key=str(barrier.council_id))
    other = follow(thread=barrier, person=make_person())
    commit()
    sign_in(client, person)
    for frequency in ("weekly", "only_here", "daily", "at_once"):
        answer = send(client, f"/following/{own.id}/frequency", "/account", frequency=frequency)
        assert answer.status_code == 303
        assert db.session.get_one(Follow, own.id).frequency == frequency
    for wrong in ("monthly", "hourly", ""):  # a month's summary is a council's
        assert send(client, f"/following/{own.id}/frequency", "/account", frequency=wrong).status_code == 400
    assert (
        send(client, f"/following/{council.id}/frequency", "/account", frequency="monthly").status_code == 303
    )
    for verb in ("frequency", "stop"):
        answer = send(client, f"/following/{other.id}/{verb}", "/account", frequency="weekly")
        assert answer.status_code == 404
    assert send(client, f"/following/{own.id}/stop", "/account").status_code == 303
    assert db.session.get(Follow, own.id) is None


def test_whoever_is_affected_follows_at_once(barrier: Barrier, client: FlaskClient) -> None:
    person = make_person()
    add_affected(barrier=barrier, person=person, group=None, experience=Experience())
    assert db.session.scalars(select(Follow.frequency)).one() == Frequency.AT_ONCE
    assert make_affected(barrier)
