"""You said, we did: every public answer in the council's own words, and nothing that was not for everybody."""

from datetime import timedelta

import pytest

from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.models import Response
from forum.core import clock
from forum.core.db import commit
from forum.core.text import PIPELINE_VERSION, render
from forum.threads.models import Visibility
from tests.support.factories import (
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    saved,
    sign_in,
)
from tests.support.statements import count_statements


@pytest.fixture
def council(app):
    return make_council("Testham")


@pytest.fixture
def officer(council):
    return make_officer(council, "Olive Officer", is_lead=True)


def answer(barrier, officer, body="We will look at the form.", kind=ResponseKind.COMMIT):
    return saved(
        Response(
            barrier_id=barrier.id,
            council_id=officer.council_id,
            person_id=officer.person_id,
            kind=kind,
            body=body,
            body_html=render(body),
            html_version=PIPELINE_VERSION,
            created_at=clock.now(),
        )
    )


def page(client, query=""):
    return client.get(f"/councils/testham/you-said-we-did{query}").get_data(as_text=True)


def test_an_answer_stands_in_its_own_words_under_what_was_said(client, council, officer):
    answer(make_barrier("Insurance for a bake sale", council=council), officer, "We *dropped* the rule.")
    html = page(client)
    assert "Insurance for a bake sale" in html
    assert "We <em>dropped</em> the rule." in html
    assert "We will change it" in html


def test_what_is_hidden_or_for_the_council_only_is_on_nobodys_page(client, council, officer):
    answer(make_barrier("Secret sale", council=council, visibility=Visibility.COUNCIL), officer, "Psst")
    answer(make_barrier("Hidden sale", council=council, hidden_at=clock.now()), officer, "Oops")
    for reader in (None, officer.person, make_person(role="administrator")):
        if reader:
            sign_in(client, reader)
        html = page(client)
        assert "Secret sale" not in html
        assert "Psst" not in html
        assert "Hidden sale" not in html
        assert "Oops" not in html


def test_a_group_that_asked_for_no_name_has_none_here(client, council, officer):
    author = make_person("Nadia Nameless")
    group = make_group("The Quiet Knitters", council=council, members=(author,))
    told = make_barrier(
        "No chairs",
        council=council,
        author=author,
        group=group,
        visibility=Visibility.NAMELESS,
        area_id=make_area(council).id,
    )
    answer(told, officer)
    html = page(client)
    assert "No chairs" in html
    assert "Nadia" not in html
    assert "Knitters" not in html
    assert "Olive" not in html


def test_the_newest_stand_first_and_older_ones_are_a_page_away(client, council, officer):
    for number in range(25):
        answer(make_barrier(f"Trouble {number:02}", council=council), officer)
    html = page(client)
    assert html.index("Trouble 24") < html.index("Trouble 23")
    assert "Trouble 04" not in html
    older = html.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert "Trouble 12" in client.get(older).get_data(as_text=True)


def test_a_page_takes_as_many_statements_with_one_answer_as_with_twenty(client, council, officer):
    answer(make_barrier(council=council), officer)
    with count_statements() as one:
        page(client)
    for _ in range(19):
        answer(make_barrier(council=council, area_id=make_area(council).id), officer)
    with count_statements() as twenty:
        page(client)
    assert len(one) == len(twenty) <= 4


def test_a_council_that_has_said_nothing_gets_a_page_that_says_so(client, council):
    assert "has not answered in public yet" in page(client)
    assert client.get("/councils/nowhere/you-said-we-did").status_code == 404


def test_the_newest_answer_stands_first_in_whatever_order_they_came_in(client, council, officer):
    newer = answer(make_barrier("Told lately", council=council), officer)
    older = answer(make_barrier("Told long ago", council=council), officer)
    older.created_at = newer.created_at - timedelta(days=30)
    commit()
    html = page(client)
    assert html.index("Told lately") < html.index("Told long ago")
