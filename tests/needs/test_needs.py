"""What is looked for in vain is kept with consent: words, place and day, and never a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect

from forum.core import clock
from forum.core.db import commit, db
from forum.needs.actions import record_need
from forum.needs.models import LONGEST_WORDS, UnmetNeed
from forum.needs.queries import FEWEST_IN_PUBLIC, list_needs
from tests.support.factories import csrf_token, make_area, make_council, make_officer, make_person, sign_in


def count_needs() -> int:
    return db.session.query(UnmetNeed).count()


def tell(client: FlaskClient, page: str, **given: str) -> int:
    token = csrf_token(client, page)
    return client.post("/unmet-needs", data={"csrf_token": token, "source": "search", **given}).status_code


pytestmark = pytest.mark.usefixtures("own_index")


def test_an_unmet_need_has_no_place_for_a_person(app: object) -> None:
    names = {column.name for column in inspect(UnmetNeed).columns}
    assert names == {
        "id", "words", "normalised", "category", "council_id", "area_id", "source", "created_at",
    }  # fmt: skip


def test_nothing_is_kept_without_the_button(client: FlaskClient) -> None:
    page = client.get("/search?q=trampoline+permit").text
    assert "Nothing found" in page
    assert "Let councils see these words" in page
    assert count_needs() == 0


def test_the_button_keeps_words_and_place_and_leads_back(client: FlaskClient) -> None:
    council = make_council("Needham")
    page = f"/search?q=trampoline+permit&council={council.id}"
    assert "the place Needham" in client.get(page).text
    sign_in(client, make_person("Ann Nameless"))
    assert tell(client, page, words="trampoline permit", council=str(council.id), back=page) == 303
    (need,) = db.session.query(UnmetNeed)
    assert (need.words, need.council_id, need.source) == ("trampoline permit", council.id, "search")


def test_a_forged_or_old_form_keeps_nothing(client: FlaskClient) -> None:
    assert client.post("/unmet-needs", data={"words": "x"}).status_code == 400
    assert count_needs() == 0


@pytest.mark.parametrize("words", ["", "   ", "the of and", "!!!", "\x00"])
def test_what_has_no_word_to_search_for_is_not_kept(client: FlaskClient, words: str) -> None:
    assert tell(client, "/search?q=trampoline", words=words) == 303
    assert count_needs() == 0


def test_bad_places_and_sources_are_left_out(client: FlaskClient) -> None:
    given = {"council": "9" * 30, "area": "-1", "source": "evil", "back": "//evil.example"}
    assert tell(client, "/search?q=trampoline", words="w" + "o" * 999, **given) == 303
    (need,) = db.session.query(UnmetNeed)
    assert (need.council_id, need.area_id, need.source) == (None, None, "search")
    assert len(need.words) == LONGEST_WORDS


def test_an_area_belongs_to_its_own_council(app: object) -> None:
    here, elsewhere = make_council(), make_council()
    need = record_need(words="a hall", source="search", council=elsewhere, area=make_area(here))
    assert need is not None
    assert need.council is here


def test_the_same_words_in_another_order_and_form_are_one_need(app: object) -> None:
    council = make_council()
    for words in ("hall hire", "hiring a hall", "Hire halls!"):
        record_need(words=words, source="search", council=council)
    record_need(words="minibus", source="search", council=council)
    commit()
    found = list_needs(council=council)
    assert [(one.words, one.times) for one in found] == [("Hire halls!", 3), ("minibus", 1)]
    assert [one.words for one in list_needs(council=council, fewest=FEWEST_IN_PUBLIC)] == ["Hire halls!"]
    assert sum(one.times for one in found) == 4
    assert list_needs(council=make_council()) == []


def test_needs_grow_old(app: object) -> None:
    council = make_council()
    with clock.travelled_to(clock.now() - timedelta(days=400)):
        record_need(words="minibus", source="search", council=council)
    assert list_needs(council=council) == []
    assert count_needs() == 1


def test_what_was_told_about_a_council_stands_on_its_page_of_figures(client: FlaskClient) -> None:
    council, other = make_council("Needham"), make_council("Otherby")
    page = f"/search?q=trampoline+permit&council={council.id}"
    pages = [f"/councils/{one.slug}/dashboard/people" for one in (council, other)]
    for times in range(1, FEWEST_IN_PUBLIC + 1):
        assert tell(client, page, words="trampoline permit", council=str(council.id), back=page) == 303
        assert ("trampoline permit" in client.get(pages[0]).text) is (times == FEWEST_IN_PUBLIC)
    assert "trampoline permit" not in client.get(pages[1]).text
    file = client.get(f"/councils/{council.slug}/dashboard/unmet-needs.csv").text
    assert f"trampoline permit,{FEWEST_IN_PUBLIC}" in file


def test_an_officer_who_counts_what_only_the_council_sees_reads_each_need(client: FlaskClient) -> None:
    council = make_council("Needham")
    path = f"/councils/{council.slug}/dashboard/people?with=council-only"
    record_need(words="trampoline permit", source="search", council=council)
    commit()
    sign_in(client, make_officer(council, "Olga Officer").person)
    assert "trampoline permit" in client.get(path).text
