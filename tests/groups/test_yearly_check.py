"""A group's page is asked about once a year; claims are told by mail; the directory is narrowed."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.groups.actions import claim_group, create_group, grant_claim, refuse_claim
from forum.groups.models import Direction
from forum.groups.resources import add_resource
from tests.support.factories import csrf_token, make_area, make_council, make_group, make_person, sign_in

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


def mails() -> list[tuple[str, str]]:
    Worker(WORK).drain()
    rows = db.session.query(OutboxRow).filter_by(kind="mail").order_by(OutboxRow.id)
    return [(row.payload["to"], row.payload["subject"]) for row in rows]


def test_organisers_are_asked_after_a_year_and_one_press_answers(client: FlaskClient) -> None:
    person = make_person(email="organiser@example.org")
    group = create_group(name="Hot Pot", council=None, person=person)
    commit()
    assert mails() == []
    sign_in(client, person)
    path = f"/groups/{group.id}-{group.slug}"
    with clock.travelled_to(clock.now() + timedelta(days=366)):
        assert mails() == [("organiser@example.org", "Is your group’s page still right? Hot Pot")]
        assert "Is this page still right?" in client.get(path).text
        token = csrf_token(client, "/account")
        assert client.post(f"/groups/{group.id}/still-right", data={"csrf_token": token}).status_code == 303
        page = client.get(path).text
        assert "Is this page still right?" not in page
        assert "last said that this page is right" in page
        assert len(mails()) == 1


def test_only_organisers_say_that_a_page_is_right(client: FlaskClient) -> None:
    group = make_group()
    sign_in(client, make_person())
    token = csrf_token(client, "/account")
    assert client.post(f"/groups/{group.id}/still-right", data={"csrf_token": token}).status_code == 403


def test_moderators_hear_of_a_claim_and_who_claimed_hears_what_became_of_it(app: Flask) -> None:
    moderator = make_person("Mo", role="moderator", email="mo@example.org")
    for settle, subject in (
        (grant_claim, "You speak for Hot Pot"),
        (refuse_claim, "We could not see that this group is yours: Hot Pot"),
    ):
        group, person = make_group("Hot Pot", imported_from="grants"), make_person()
        claim = claim_group(group=group, person=person, words="I am the treasurer.")
        commit()
        assert mails()[-1] == ("mo@example.org", "Someone says that a group is theirs: Hot Pot")
        settle(claim=claim, moderator=moderator)
        commit()
        assert mails()[-1] == (person.email, subject)


def test_the_directory_is_narrowed_by_ward_kind_and_what_is_lent(client: FlaskClient) -> None:
    council = make_council("Wexham")
    area = make_area(council)
    lender = make_group("Lender", council=council, legal_form="cio", area_id=area.id)
    make_group("Other", council=council)
    add_resource(
        group=lender,
        by=make_person(),
        direction=Direction.OFFERED,
        kind="venue",
        words="A hall",
        terms="free",
        until=clock.today() + timedelta(days=3),
    )
    commit()
    for query in ("kind=cio", "lends=1", f"council=wexham&area={area.id}"):
        page = client.get(f"/groups?{query}").text
        assert "Lender" in page
        assert "<strong>Other" not in page
    assert client.get("/groups?kind=x&area=999999&council=y&lends=%00&page=%00").status_code == 200
