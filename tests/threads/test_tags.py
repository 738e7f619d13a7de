"""Tags: how they are written, counted, suggested and joined."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.models import SiteRole
from forum.core import clock
from forum.core.db import commit, db
from forum.councils.identity import VISITOR
from forum.threads.actions.tags import end_synonym, make_synonym, set_tags
from forum.threads.models import Tag, Thread, Visibility
from forum.threads.queries import get_tag, suggest_tags
from forum.threads.tag_names import LONGEST_TAG, MOST_TAGS, normalise, parse_tags
from tests.support.factories import make_barrier, make_council, make_officer, make_person, sign_in
from tests.threads.pages import send

pytestmark = pytest.mark.sql


def tagged(*names: str) -> Thread:
    thread = make_barrier()
    set_tags(thread=thread, names=list(names))
    commit()
    return thread


def names(thread: Thread) -> list[str]:
    db.session.refresh(thread)
    return [tag.name for tag in thread.tags]


def number(name: str) -> int:
    tag = get_tag(name)
    assert tag is not None
    db.session.refresh(tag)
    return tag.number_of_threads


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hall hire, PARKS ,hall  hire", ["hall-hire", "parks"]),
        ("#litter #bins", ["litter", "bins"]),
        ("q&a; c++", ["q&a", "c++"]),
        ("café\ncafé", ["café"]),
        ("  ,, ; # ", []),
        ("!!!, _-_", []),
        ("\uff30ark", ["park"]),  # full width
        ("شارع", ["شارع"]),
        (None, []),
    ],
)
def test_tags_are_read_as_people_type_them(typed: str | None, read: list[str]) -> None:
    assert parse_tags(typed) == read


@pytest.mark.pure
def test_two_thousand_tags_get_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"8 tags or fewer\. You typed 2000"):
        parse_tags(",".join(f"tag{n}" for n in range(2000)))


@pytest.mark.pure
def test_a_tag_that_is_too_long_gets_a_sentence() -> None:
    with pytest.raises(ValueError, match="40 characters or fewer"):
        parse_tags("x" * (LONGEST_TAG + 1))


@pytest.mark.pure
@given(st.text(max_size=200))
def test_a_tag_written_the_one_way_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_tags_are_counted(app: Flask) -> None:
    one, _two = tagged("park", "hall"), tagged("park")
    assert (number("park"), number("hall")) == (2, 1)
    set_tags(thread=one, names=["hall", "bins"])
    assert (number("park"), number("hall"), number("bins")) == (1, 1, 1)
    assert names(one) == ["bins", "hall"]


def test_joined_tags_mean_one_thing(app: Flask) -> None:
    one, both, of = tagged("play-park"), tagged("play-park", "playground"), tagged("playground")
    older, newer = get_tag("play-park"), get_tag("playground")
    assert older is not None
    assert newer is not None
    make_synonym(tag=older, of=newer)
    commit()
    assert [names(thread) for thread in (one, both, of)] == [["playground"]] * 3
    assert (number("play-park"), number("playground")) == (0, 3)
    later = tagged("play-park")
    assert names(later) == ["playground"]
    end_synonym(tag=older)
    assert names(tagged("play-park")) == ["play-park"]


def test_synonyms_of_a_synonym_lead_to_the_last(app: Flask) -> None:
    tagged("a", "b", "c")
    a, b, c = (db.session.scalars(select(Tag).where(Tag.name == name)).one() for name in "abc")
    make_synonym(tag=a, of=b)
    make_synonym(tag=b, of=c)
    assert a.synonym_of_id == b.synonym_of_id == c.id
    with pytest.raises(ValueError, match="not itself a synonym"):
        make_synonym(tag=c, of=a)
    with pytest.raises(ValueError, match="not itself a synonym"):
        make_synonym(tag=c, of=c)


def test_suggestions_begin_with_what_was_typed_the_most_used_first(app: Flask) -> None:
    for several in (("park", "parking"), ("parking",), ("bins",)):
        tagged(*several)
    assert [tag.name for tag in suggest_tags(VISITOR, "par")] == ["parking", "park"]
    assert suggest_tags(VISITOR, "%") == suggest_tags(VISITOR, "_") == []


@pytest.mark.parametrize("way", ["for the council only", "hidden by a moderator"])
def test_a_tag_that_stands_on_nothing_one_may_read_is_not_suggested(client: FlaskClient, way: str) -> None:
    council = make_council()
    barrier = make_barrier(
        council=council, visibility=Visibility.COUNCIL if way.startswith("for") else Visibility.PUBLIC
    )
    barrier.hidden_at = None if way.startswith("for") else clock.now()
    set_tags(thread=barrier, names=["asbestos"])
    commit()
    assert client.get("/tags/suggest?q=asb").json == []
    sign_in(client, make_person(role=SiteRole.MODERATOR))
    assert [one["label"] for one in client.get("/tags/suggest?q=asb").json or ()] == ["asbestos"]


def test_the_picker_completes_the_last_tag_and_keeps_the_others(client: FlaskClient) -> None:
    tagged("hall-hire")
    answer = client.get("/tags/suggest?q=Bins, Hal").json
    assert answer == [{"value": "Bins, hall-hire", "label": "hall-hire"}]
    assert client.get("/tags/suggest").json == []


def test_the_author_changes_the_tags(client: FlaskClient) -> None:
    author = make_person()
    barrier = make_barrier(author=author)
    sign_in(client, author)
    path = f"/threads/{barrier.id}/set-tags"
    assert send(client, path, tags="Park, Hall hire").status_code == 303
    assert names(barrier) == ["hall-hire", "park"]
    answer = send(client, path, tags=",".join(f"t{n}" for n in range(2000)))
    assert answer.status_code == 422
    assert "You typed 2000." in answer.text
    assert "t1999" in answer.text
    assert len(names(barrier)) <= MOST_TAGS


def test_officers_do_not_change_a_groups_tags(client: FlaskClient) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    sign_in(client, make_officer(council).person)
    assert client.get(f"/threads/{barrier.id}/set-tags").status_code == 403


def test_a_tag_exists_once(app: Flask) -> None:
    tagged("park")
    tagged("park")
    assert len(db.session.scalars(select(Tag).where(Tag.name == "park")).all()) == 1
