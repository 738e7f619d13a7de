"""Following a council: a button, a mail a month, one press to stop."""

import re
from html import unescape as html_unescape

from sqlalchemy import select

from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.councils.models import Council
from forum.dashboards.emails import stop_path
from forum.follows.models import Follow
from tests.support.factories import csrf_token, make_council, make_person, sign_in


def number_of_follows():
    return len(db.session.scalars(select(Follow)).all())


def press(client, verb):
    token, council = csrf_token(client, "/councils/testham"), db.session.scalars(select(Council)).one()
    return client.post(f"/{verb}", data={"csrf_token": token, "kind": "council", "key": council.id})


def test_a_member_follows_and_stops_with_one_press_each(client, app):
    make_council("Testham")
    sign_in(client, make_person())
    assert press(client, "follow").status_code == 303
    assert number_of_follows() == 1
    assert "Stop following" in client.get("/councils/testham").get_data(as_text=True)
    press(client, "follow")
    assert number_of_follows() == 1
    assert press(client, "unfollow").status_code == 303
    assert number_of_follows() == 0


def test_a_visitor_signs_in_first_and_comes_back(client, app):
    make_council("Testham")
    html = client.get("/councils/testham").get_data(as_text=True)
    address = html_unescape(re.search(r'href="(/follow\?[^"]+)"', html)[1])
    assert "csrf_token" not in html.split("<main", 1)[1]
    answer = client.get(address)
    assert answer.status_code in {302, 303}
    assert "/sign-in" in answer.location
    sign_in(client, make_person())
    assert client.get(address).location == "/councils/testham#follow"


def test_following_twice_plans_one_mailing_for_the_month(client, app):
    make_council("Testham")
    for _ in range(2):
        other = app.test_client()
        sign_in(other, make_person())
        press(other, "follow")
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail_month")).all()
    assert len(rows) == 1
    assert rows[0].due_at.day == 3


def test_the_link_under_a_summary_stops_it_without_signing_in(client, app):
    council, person = make_council("Testham"), make_person()
    sign_in(client, person)
    press(client, "follow")
    visitor = app.test_client()
    address = stop_path(person_id=person.id, council_id=council.id)
    assert "Stop the monthly summaries?" in visitor.get(address).get_data(as_text=True)
    assert number_of_follows() == 1
    assert visitor.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert number_of_follows() == 0
    assert visitor.get("/stop-summaries/x.y.z").status_code == 404
