"""Following threads."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.db import db
from forum.follows.models import Follow
from forum.threads.models import Visibility
from tests.support.factories import make_barrier, make_council, make_person, sign_in
from tests.threads.pages import main_of, send


def follows() -> int:
    return db.session.scalar(select(func.count(Follow.id))) or 0


def test_following_twice_is_following_once(client: FlaskClient) -> None:
    barrier = make_barrier("No keys to the hall")
    sign_in(client, make_person())
    for _ in range(2):
        answer = send(client, "/follow", "/account", kind="thread", key=barrier.id)
        assert answer.status_code == 303
    assert follows() == 1
    assert "No keys to the hall" in main_of(client.get("/following"))
    send(client, "/unfollow", "/account", kind="thread", key=barrier.id)
    assert follows() == 0
    assert "No keys to the hall" not in main_of(client.get("/following"))


def test_what_one_may_read_no_more_is_not_listed(client: FlaskClient) -> None:
    barrier = make_barrier("Shut to us", council=make_council())
    sign_in(client, make_person())
    send(client, "/follow", "/account", kind="thread", key=barrier.id)
    barrier.visibility = Visibility.COUNCIL
    db.session.commit()
    page = client.get("/following")
    assert page.status_code == 200
    assert "Shut to us" not in page.text


def test_a_stale_token_follows_nothing(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    assert (
        client.post("/follow", data={"csrf_token": "old", "kind": "thread", "key": barrier.id}).status_code
        == 400
    )
    assert follows() == 0
