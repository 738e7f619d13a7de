"""Guards let in whom they name, lead visitors to the sign-in page, and refuse the others."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import Forbidden, Unauthorized

from forum.accounts.guards import administrators_only, moderators_only, signed_in
from forum.accounts.models import Person, SiteRole
from forum.core import clock
from forum.core.db import commit
from forum.web.guards import GUARD
from tests.support.factories import make_person, sign_in

ROLES = (None, SiteRole.MEMBER, SiteRole.MODERATOR, SiteRole.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("guard", "admitted"),
    [(signed_in, ROLES[1:]), (moderators_only, ROLES[2:]), (administrators_only, ROLES[3:])],
)
@pytest.mark.parametrize("role", ROLES)
def test_a_guard_admits_whom_it_names(
    app: Flask, monkeypatch: pytest.MonkeyPatch, guard, admitted, role
) -> None:
    person = Person(id=1, role=role) if role else None
    monkeypatch.setattr("forum.accounts.current.current_person", lambda: person)
    view = guard(lambda: "in")
    assert hasattr(view, GUARD)
    if role in admitted:
        assert view() == "in"
    else:
        with pytest.raises(Forbidden if role else Unauthorized):
            view()


def test_somebody_suspended_is_out_at_the_next_request(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    assert client.get("/account").status_code == 200
    person.suspended_at = clock.now()
    commit()
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("key", ["", "x", "1", "1.", "999999.1", "1.1.1", "²"])
def test_a_session_of_nobody_is_a_visitor(client: FlaskClient, key: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = key
    assert client.get("/account").status_code == 302
