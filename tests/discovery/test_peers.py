"""The pages of councils, wards and tags show a few stories and questions, and lead on to all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from forum.core import clock
from forum.core.db import commit, db
from forum.threads.models import Tag, Thread
from tests.questions.making import make_question
from tests.stories.making import make_story
from tests.support.factories import make_area, make_barrier, make_council, saved
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql


def test_a_council_and_its_ward_show_their_newest_stories_and_lead_to_all(client: FlaskClient) -> None:
    council = make_council("Wexham")
    mill, park = make_area(council, "Mill Ward"), make_area(council, "Park Ward")
    make_story("By the mill", council=council, area_id=mill.id)
    make_story("By the park", council=council, area_id=park.id)
    make_story("Far away", council=make_council("Borham"))
    whole = client.get(f"/councils/{council.slug}").text
    assert "By the mill" in whole
    assert "By the park" in whole
    assert "Far away" not in whole
    ward = client.get(f"/councils/{council.slug}/areas/{mill.slug}").text
    assert "By the mill" in ward
    assert "By the park" not in ward
    link = f"/stories?council={council.slug}&area={mill.id}"
    assert f'href="{link.replace("&", "&amp;")}"' in ward
    listed = client.get(link).text
    assert "By the mill" in listed
    assert "By the park" not in listed


@pytest.mark.parametrize("place", ["", "/areas/mill-ward"])
def test_a_place_without_stories_asks_for_the_first_one(client: FlaskClient, place: str) -> None:
    council = make_council("Wexham")
    ward = make_area(council, "Mill Ward")
    page = client.get(f"/councils/{council.slug}{place}").text
    name, area = ("Mill Ward", f"&amp;area={ward.id}") if place else ("Wexham", "")
    assert f"Tell the first story from {name}" in page
    assert f'href="/stories/tell?new=1&amp;council={council.id}{area}"' in page
    assert "All of these stories" not in page


def test_hidden_and_archived_stories_are_left_out(client: FlaskClient) -> None:
    council = make_council("Wexham")
    make_story("Hidden away", council=council, hidden_at=clock.now())
    make_story("Long ago", council=council, archived_at=clock.now())
    page = client.get(f"/councils/{council.slug}").text
    assert not any(title in page for title in ("Hidden away", "Long ago"))


def test_what_published_grants_say_is_shown_and_marked_below_what_groups_told(client: FlaskClient) -> None:
    council = make_council("Wexham")
    make_story("By the mill", council=council, created_at=clock.now() - timedelta(days=900))
    for number in range(3):
        make_story(f"Grant {number}", council=council, told_at=None)
    page = client.get(f"/councils/{council.slug}").text
    assert page.index("By the mill") < page.index("Grant 2") < page.index("Grant 1")
    assert "Grant 0" not in page
    assert page.count("From published grant data, not yet told by the group") == 2
    assert "All of these stories" in page


def test_a_tag_shows_the_stories_and_questions_that_carry_it(client: FlaskClient) -> None:
    tag = saved(Tag(name="lunch-club", number_of_threads=2))
    story, question = make_story("By the mill"), make_question("Where do we find pots?")
    make_story("Of something else")
    story.tags.append(tag)
    question.tags.append(tag)
    commit()
    page = client.get("/tags/lunch-club").text
    assert "By the mill" in page
    assert "Where do we find pots?" in page
    assert "Of something else" not in page
    assert "No barriers have this tag" in page
    assert 'href="/stories?tag=lunch-club"' in page
    assert "By the mill" in client.get("/stories?tag=lunch-club").text


def test_these_pages_cost_the_same_however_much_there_is(client: FlaskClient) -> None:
    council = make_council("Wexham")
    ward, tag = make_area(council, "Mill Ward"), saved(Tag(name="lunch", number_of_threads=2))
    addresses = (f"/councils/{council.slug}", f"/councils/{council.slug}/areas/{ward.slug}", "/tags/lunch")

    def grow(number: int) -> list[int]:
        for _ in range(number):
            for thread in (
                make_story(council=council, area_id=ward.id),
                make_question(council=council, area=ward),
                make_barrier(council=council, area_id=ward.id),
            ):
                thread.tags.append(tag)
        commit()
        counts = []
        for address in addresses:
            with count_statements() as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
        return counts

    assert grow(1) == grow(15)


def test_a_place_leads_to_who_offers_help_near_it(client: FlaskClient) -> None:
    council = make_council("Ham")
    ward = make_area(council, "Bowdon")
    for path in ("/councils/ham", f"/councils/ham/areas/{ward.slug}"):
        page = client.get(path).text
        assert 'href="/offers?council=ham"' in page
    assert "near Ham" in client.get("/offers?council=ham").text


def test_the_newest_of_a_kind_are_found_by_an_index_and_not_among_all_barriers(app: Flask) -> None:
    if db.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL reads small tables whole; SQLite tells its plan for empty tables too")
    written = select(Thread.id).where(Thread.council_id == 1, Thread.kind == "story")
    query = written.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(3)
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = "\n".join(str(row) for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")))
    assert "ix_thread_council_kind" in plan
    assert "TEMP B-TREE" not in plan
