"""A group that was named only where its name is not shown is known to its members alone, until it is named for all to read."""

from __future__ import annotations

import flask_migrate
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import SiteRole
from forum.core.db import commit, db
from forum.core.settings import settings as site
from forum.groups.models import Group, GroupHold
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from forum.threads.visibility import count_groups_by_area, known_areas_of
from tests.architecture.test_migrations import MIGRATIONS
from tests.architecture.test_migrations import empty_app as _empty_app
from tests.barriers.test_log import SEND, send, walk
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)

empty_app = _empty_app  # the fixture is used below
NAME = "Zanzibarish Choir"


def the_group() -> Group:
    return db.session.scalars(select(Group).where(Group.name == NAME)).one()


def report(client: FlaskClient, visibility: str) -> str:
    """Report a barrier for a new group; returns the path of the group's page."""
    council = make_council("Wexmoor")
    make_group("Neighbours", council=council)
    key = walk(client, council)
    typed = {**SEND, "visibility": visibility, "group_name": NAME}
    assert send(client, f"/barriers/log/{key}/send", **typed).status_code == 303
    group = the_group()
    return f"/groups/{group.id}-{group.slug}"


@pytest.mark.usefixtures("own_index")
@pytest.mark.parametrize("visibility", ["council", "nameless"])
def test_whose_name_is_not_shown_has_no_page_and_is_in_no_list(
    app: Flask, client: FlaskClient, visibility: str
) -> None:
    page = report(sign_in(client, make_person()), visibility)
    neighbours = db.session.scalar(select(Group.id).where(Group.name == "Neighbours"))
    rebuild_index()
    visitor, member = app.test_client(), sign_in(app.test_client(), make_person())
    for path in (
        "/search?q=Zanzibarish",
        "/search/suggest?q=Zanzib",
        "/groups",
        "/groups?q=zanzib",
        "/councils/wexmoor",
        f"/groups/{neighbours}-neighbours",
        page,
    ):
        for reader in (visitor, member):
            assert "Choir" not in reader.get(path).text, path
    assert (visitor.get(page).status_code, member.get(page).status_code) == (404, 404)
    assert "Only the people in this group see this page" in client.get(page).text
    moderator = sign_in(app.test_client(), make_person(role=SiteRole.MODERATOR))
    assert moderator.get(page).status_code == 200


def test_nobody_joins_or_meets_it_by_its_number_or_its_name(app: Flask, client: FlaskClient) -> None:
    page = report(sign_in(client, make_person()), "council")
    stranger = sign_in(app.test_client(), make_person())
    assert stranger.post(page.partition("-")[0] + "/join").status_code == 404
    answer = send(stranger, "/groups/new", name=NAME, council="Wexmoor")
    assert answer.status_code == 303
    assert answer.headers["Location"] != page


@pytest.mark.usefixtures("own_index")
def test_it_is_listed_once_it_is_named_for_all_to_read(app: Flask, client: FlaskClient) -> None:
    report(sign_in(client, make_person()), "council")
    group = the_group()
    barrier = make_barrier(council=group.council).id
    typed = {"group": str(group.id), "effect": "delayed", "words": "Us too."}
    assert send(client, f"/barriers/{barrier}/affects-us", **typed).status_code == 303
    assert not the_group().is_unlisted
    rebuild_index()
    for path in ("/groups", "/search?q=Zanzibarish"):
        assert "Choir" in app.test_client().get(path).text, path


@pytest.mark.sql
def test_it_counts_for_nothing_that_others_are_told(app: Flask) -> None:
    """A ward is told of a nameless report where enough groups of the directory are in it; and their number is told."""
    council = make_council("Wexmoor")
    area = make_area(council, "Abbey")
    listed = [make_group(council=council, area_id=area.id) for _ in range(site().ward_minimum_groups - 1)]
    make_group(council=council, area_id=area.id, is_unlisted=True)
    make_group(council=council, area_id=area.id, hold=GroupHold.WAITING)
    assert count_groups_by_area(council.id) == {area.id: len(listed)}
    assert known_areas_of(council.id) == frozenset()
    g.pop("known_areas")
    make_group(council=council, area_id=area.id)
    assert known_areas_of(council.id) == {area.id}


@pytest.mark.sql
def test_groups_of_the_state_before_that_said_nothing_under_their_name_are_taken_out_of_the_lists(
    empty_app: Flask,
) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS)
        council = make_council()
        hidden, nameless, named, both, quiet = (make_group(one, council=council) for one in "abcde")
        told = make_group("f", council=council, summary="We sing.")
        make_barrier(council=council, group=hidden, visibility=Visibility.COUNCIL)
        make_affected(make_barrier(council=council), group=nameless, is_nameless=True)
        make_barrier(council=council, group=named)
        make_barrier(council=council, group=both, visibility=Visibility.NAMELESS)
        make_affected(make_barrier(council=council), group=both)
        make_barrier(council=council, group=told, visibility=Visibility.COUNCIL)
        expected = {
            hidden.id: True,
            nameless.id: True,
            named.id: False,
            both.id: False,
            quiet.id: False,
            told.id: False,
        }
        commit()
        for direction, revision in ((flask_migrate.downgrade, "0045"), (flask_migrate.upgrade, "0046")):
            db.session.remove()
            direction(directory=MIGRATIONS, revision=revision)
        assert dict(db.session.execute(select(Group.id, Group.is_unlisted)).tuples().all()) == expected
