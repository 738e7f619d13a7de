"""One press stops mails, by the link under each of them."""

import pytest
from sqlalchemy import select

from forum.core.db import commit, db
from forum.follows.actions import follow
from forum.follows.models import Follow
from forum.threads.unsubscribe_links import unsubscribe_path
from tests.support.factories import make_barrier, make_person


@pytest.fixture
def person(app):
    return make_person()


@pytest.fixture
def barrier(person):
    barrier = make_barrier("Hall hire insurance")
    follow(thread=barrier, person=person)
    commit()
    return barrier


def follows(person):
    return db.session.scalar(select(Follow.id).where(Follow.person_id == person.id)) is not None


def test_opening_the_link_stops_nothing(client, person, barrier):
    page = client.get(unsubscribe_path(person_id=person.id, thread_id=barrier.id))
    assert page.status_code == 200
    assert "Hall hire insurance" in page.get_data(as_text=True)
    assert follows(person)


def test_one_press_stops_mails_about_this_and_a_second_all_of_them(client, person, barrier):
    address = unsubscribe_path(person_id=person.id, thread_id=barrier.id)
    assert "no more emails about this" in client.post(address).get_data(as_text=True)
    assert not follows(person)
    assert person.wants_mail
    assert "no more emails from us" in client.post(address, data={"which": "all"}).get_data(as_text=True)
    db.session.expire_all()
    assert not person.wants_mail


def test_a_mail_programs_own_button_works(client, person, barrier):
    address = unsubscribe_path(person_id=person.id, thread_id=barrier.id)
    assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not follows(person)


@pytest.mark.parametrize("token", ["x.y.z", "a" * 3000, "%01", "WzEsMV0.AAAA"])
def test_a_forged_link_stops_nothing_and_says_so(client, person, barrier, token):
    for answer in (client.get(f"/stop-mails/{token}"), client.post(f"/stop-mails/{token}")):
        assert answer.status_code == 404
        assert "This link does not work" in answer.get_data(as_text=True)
    assert follows(person)


def test_a_link_with_a_nul_is_no_page_and_stops_nothing(client, person, barrier):
    for answer in (client.get("/stop-mails/%00"), client.post("/stop-mails/%00")):
        assert answer.status_code == 404
    assert follows(person)
