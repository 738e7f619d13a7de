"""A kind of thread that only tests know is everywhere a kind should be, without an edit outside its own folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import ROOT
from forum.accounts.models import Person, SiteRole
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.features import FEATURES, worker_of
from forum.follows.models import Follow
from forum.moderation.models import ReportedPost
from forum.search.current import ENGINE, close_engine
from forum.search.factory import open_engine
from tests.support.apps import Apps, create_test_app, undone
from tests.support.factories import (
    csrf_token,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements
from tests.support.toy_kind import feature
from tests.support.toy_kind.models import Tip

ALL = (*FEATURES, feature.FEATURE)
TITLE = "Borrow the urn from the scouts"


@pytest.fixture(scope="session")
def toy_apps() -> Iterator[dict[str, Flask]]:
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(apps: Apps, toy_apps: dict[str, Flask], database: str, tmp_path: Path) -> Iterator[Flask]:
    apps.empty(database)  # makes all other tables
    if database not in toy_apps:
        toy_apps[database] = create_test_app(apps.settings(database), ALL)
    with undone(toy_apps[database]) as app:
        Tip.__table__.create(db.session.connection())
        commit()
        index = tmp_path / "index"
        app.extensions[ENGINE] = open_engine(backend="whoosh", index_folder=index, database_engine=None)
        yield app
        close_engine()


class Town:
    """A council with a ward, a group there, its member, and a tip that the member gave."""

    def __init__(self, app: Flask, visibility: str = "public") -> None:
        self.council = make_council("Testham")
        self.area = make_area(self.council, "Mill Ward")
        self.member = make_person("Ada")
        self.group = make_group("Hot Pot", council=self.council, members=(self.member,))
        typed = {
            "title": TITLE,
            "body": "They lend it for nothing.",
            "tags": "kitchen",
            "visibility": visibility,
        }
        place = {"council": str(self.council.id), "area": str(self.area.id)}
        answer = post(as_person(app, self.member), "/tips/new", "/tips/new", **typed, **place)
        assert answer.status_code == 303
        self.path = answer.location
        self.number = db.session.scalars(select(Tip.id)).one()
        work(app)


def as_person(app: Flask, person: Person | None) -> FlaskClient:
    client = app.test_client()
    return sign_in(client, person) if person is not None else client


def post(client: FlaskClient, path: str, form_at: str, **typed: str):
    return client.post(path, data={**typed, "csrf_token": csrf_token(client, form_at)})


def work(app: Flask) -> None:
    """Do what the worker does, but keep the mails to be read."""
    worker_of([one for one in ALL if one.name != "web"]).drain()


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def places(town: Town) -> list[str]:
    council = f"/councils/{town.council.slug}"
    group = f"/groups/{town.group.id}-{town.group.slug}"
    return ["/", council, f"{council}/areas/{town.area.slug}", "/tags/kitchen", group, "/tips"]


def mails() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [(row.payload["to"], row.payload["subject"]) for row in rows]


def test_it_is_on_home_and_on_the_pages_of_its_council_ward_tag_and_group(app: Flask) -> None:
    town = Town(app)
    visitor = as_person(app, None)
    for path in places(town):
        assert TITLE in page(visitor, path), path
        assert f'href="{town.path}"' in page(visitor, path), path
    assert "Stories, questions and tips from Testham" in page(visitor, f"/councils/{town.council.slug}")
    assert '<a href="/tips">Tips</a>' in page(visitor, "/")
    assert "1 tip" in page(visitor, "/groups")


def test_it_is_found_with_its_kind_beside_the_results(app: Flask) -> None:
    town = Town(app)
    visitor = as_person(app, None)
    found = page(visitor, "/search?q=urn")
    assert town.path in found
    assert "kind=tip" in found
    assert ">Tips</a>" in found
    assert town.path in page(visitor, "/search?q=urn+kind:tips")
    assert town.path in page(visitor, "/search?q=urn&kind=tip&council=testham")
    assert town.path not in page(visitor, "/search?q=urn&kind=barrier")


def test_it_is_among_what_helps_whoever_wants_to_do_such_a_thing(app: Flask) -> None:
    town = Town(app)
    found = page(as_person(app, None), "/who-can-help?want=borrow+an+urn")
    assert "Tips for it" in found
    assert town.path in found
    assert "Mentions “borrow”, “urn”" in found


def test_its_own_states_narrow_a_search_by_their_words(app: Flask) -> None:
    town = Town(app)
    client = as_person(app, make_person())
    assert town.path not in page(client, "/search?q=urn&state=tried")
    assert post(client, f"/tips/{town.number}/try", town.path).status_code == 303
    work(app)
    found = page(client, "/search?q=urn&state=tried")
    assert town.path in found
    assert "Tried and liked" in found


def test_who_follows_it_gets_a_mail_of_a_comment_and_of_its_own_news(app: Flask) -> None:
    town = Town(app)
    follower = make_person(email="follower@example.org")
    client = as_person(app, follower)
    assert post(client, "/follow", town.path, kind="thread", key=town.number).status_code == 303
    followers = select(func.count(Follow.id)).where(Follow.key == str(town.number))
    assert db.session.scalar(followers) == 2
    assert TITLE in page(client, "/following")
    form = f"/threads/{town.number}/comment"
    assert post(as_person(app, town.member), form, form, body="Ask for Bob.").status_code == 303
    work(app)
    assert mails() == []  # who presses Follow is told once a day
    assert "Ask for Bob." in page(client, town.path)
    assert post(as_person(app, make_person()), f"/tips/{town.number}/try", town.path).status_code == 303
    work(app)
    assert mails() == [(town.member.email, f"Somebody tried it: {TITLE}")]
    with clock.travelled_to(clock.now() + timedelta(days=1)):
        work(app)
    assert mails()[1:] == [("follower@example.org", f"New: {TITLE}")]
    assert "There is a new comment. Somebody tried it." in page(client, "/notifications")


def test_it_can_be_reported_and_a_moderator_hides_it_everywhere(app: Flask) -> None:
    town = Town(app)
    form = f"/threads/{town.number}/report"
    assert (
        post(as_person(app, make_person()), form, form, kind="spam", words="It is an advert.").status_code
        == 303
    )
    assert db.session.scalars(select(ReportedPost.thread_id)).all() == [town.number]
    moderator = as_person(app, make_person(role=SiteRole.MODERATOR))
    case = db.session.scalars(select(ReportedPost.id)).one()
    assert f"/moderation/cases/{case}" in page(moderator, "/moderation")
    queue = page(moderator, f"/moderation/cases/{case}")
    assert town.path in queue
    assert "It is an advert." in queue
    hide = f"/moderation/threads/{town.number}/hide"
    assert post(moderator, hide, hide, reason="spam", words="An advert").status_code == 303
    work(app)
    visitor = as_person(app, None)
    assert visitor.get(town.path).status_code == 404
    assert as_person(app, town.member).get(town.path).status_code == 200
    for path in places(town):
        shown = visitor.get(path)
        assert TITLE not in shown.get_data(as_text=True), path
    assert town.path not in page(visitor, "/search?q=urn")


@pytest.mark.parametrize(
    ("who", "reads"), [("visitor", False), ("stranger", False), ("member", True), ("officer", True)]
)
def test_one_for_the_council_only_is_read_as_the_rule_of_visibility_says(
    app: Flask, who: str, reads: bool
) -> None:
    town = Town(app, visibility="council")
    people = {
        "visitor": None,
        "stranger": make_person(),
        "member": town.member,
        "officer": make_officer(town.council).person,
    }
    client = as_person(app, people[who])
    assert client.get(town.path).status_code == (200 if reads else 404)
    assert (town.path in page(client, "/search?q=urn")) is reads
    assert (TITLE in page(client, "/")) is reads
    for path in places(town)[1:3]:
        assert TITLE not in page(as_person(app, None), path)


def test_the_pages_of_places_and_tags_read_it_with_the_others_in_the_same_statements(app: Flask) -> None:
    town = Town(app)
    make_barrier("No key", council=town.council)
    visitor = as_person(app, None)
    for path in places(town)[1:4]:
        page(visitor, path)
        with count_statements() as seen:
            page(visitor, path)
        assert len(seen) <= 6, (path, seen)


def test_nothing_in_the_program_or_its_pages_knows_of_it() -> None:
    files = [*(ROOT / "forum").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    assert [one for one in files if "toy_kind" in one.read_text() or "tips." in one.read_text()] == []
