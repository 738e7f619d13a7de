"""What is new in saved searches is told by mail: each morning, on Mondays, within the hour, or on the site alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit, db
from forum.core.events import send
from forum.discovery.actions import remove_search, save_search
from forum.discovery.models import SavedSearch
from forum.discovery.search_checks import plan_morning_check
from forum.follows.actions import choose_frequency
from forum.follows.models import Follow, Frequency
from forum.search.current import close_engine
from forum.threads.events import ThreadPosted
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from tests.notifications.telling import mails, next_morning, told
from tests.support.factories import make_barrier, make_council, make_person

pytestmark = pytest.mark.sql


@pytest.fixture(autouse=True)
def index(app: Flask, tmp_path: Path) -> Iterator[None]:
    """An index of this test's own."""
    site = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(site, search_folder=tmp_path / "search")
    close_engine()
    yield
    close_engine()
    app.extensions["clearway_settings"] = site


def searcher(frequency: Frequency = Frequency.DAILY) -> str:
    """Somebody who saved a search, by their address."""
    person = make_person()
    save_search(person=person, name="“trampoline”", asks="q=trampoline")
    choose_frequency(
        follow=db.session.scalars(select(Follow).where(Follow.person_id == person.id)).one(),
        frequency=frequency,
    )
    plan_morning_check()
    commit()
    return person.email


def mails_to(email: str) -> list[dict[str, str]]:
    """The mails to an address."""
    return [one for one in mails() if one["to"] == email]


def told_to(email: str) -> list[str]:
    """What somebody was told."""
    return told(db.session.scalars(select(Person).where(Person.email == email)).one())


def post(title: str = "A trampoline in the hall", **given: object) -> None:
    """Something new that the index knows."""
    send(ThreadPosted(thread=make_barrier(title, **given)))
    commit()
    rebuild_index()


def test_who_saved_a_search_is_mailed_once_of_what_is_new_and_only_of_that(app: Flask) -> None:
    email = searcher()
    next_morning()
    assert mails_to(email) == []
    post()
    post("Another trampoline", council=make_council(), visibility=Visibility.COUNCIL)
    next_morning()
    (mail,) = mails_to(email)
    assert "1 new result." in mail["text"]
    assert "“trampoline”" in mail["text"]
    next_morning()
    assert len(mails_to(email)) == 1
    assert told_to(email) == ["search"]


def test_each_is_told_as_often_as_they_chose(app: Flask) -> None:
    people = {one: searcher(one) for one in Frequency if one != Frequency.MONTHLY}
    clock.forward(timedelta(minutes=1))
    post()
    clock.forward(timedelta(hours=1))
    assert [one["to"] for one in mails()] == [people[Frequency.AT_ONCE]]
    next_morning()
    assert {one["to"] for one in mails()} == {people[Frequency.AT_ONCE], people[Frequency.DAILY]}
    next_morning(6)
    assert len(mails()) == 3
    assert [told_to(one) for one in people.values()] == [["search"]] * 4


def test_a_search_that_is_removed_tells_nothing(app: Flask) -> None:
    email = searcher()
    post()
    remove_search(saved=db.session.scalars(select(SavedSearch)).one())
    commit()
    next_morning()
    assert mails_to(email) == []
    assert db.session.scalar(select(Follow.id)) is None
