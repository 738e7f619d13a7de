"""A place that the words of a search name stands on top with its page, and what is filed there comes first."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.threads.models import Visibility
from tests.discovery.threads import rebuild
from tests.support.factories import make_area, make_barrier, make_council, make_group, make_officer, sign_in

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def page(client: FlaskClient, typed: str) -> str:
    return client.get("/search", query_string={"q": typed}).get_data(as_text=True)


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def offered(client: FlaskClient, typed: str) -> list[str]:
    """The places on top of the results, in words."""
    found = re.search(
        r'<ul class="list" aria-label="Places with this name">(.*?)</ul>', page(client, typed), re.DOTALL
    )
    return [words(one) for one in found[1].split("</li>") if one.strip()] if found else []


def titles(client: FlaskClient, typed: str) -> list[str]:
    return [words(one) for one in re.findall(r'<h2 class="card__title">(.*?)</h2>', page(client, typed))]


@pytest.fixture
def two_councils(app: Flask, own_index: None) -> None:
    here, there = make_council("Wexmoor"), make_council("Saltmarsh")
    ward = make_area(here, "Gorse Hill")
    for number in range(3):
        make_barrier(f"Insurance again {number}", body="Insurance insurance, as at Wexmoor.", council=there)
    make_barrier("No word back", body="They ask for insurance.", council=here, area=ward, category="other")
    make_barrier(
        "Steps",
        body="No ramp.",
        council=here,
        area=ward,
        visibility=Visibility.NAMELESS,
        category="transport",
    )
    make_barrier("Secret", body="Insurance.", council=here, area=ward, visibility=Visibility.COUNCIL)
    rebuild(app)


@pytest.mark.usefixtures("two_councils")
def test_a_ward_in_the_words_is_offered_with_its_page_and_how_much_there_is(client: FlaskClient) -> None:
    assert offered(client, "gorse hill") == ["Gorse Hill, a ward of Wexmoor: 1 thread"]
    assert 'href="/councils/wexmoor/areas/gorse-hill"' in page(client, "gorse hill")
    assert titles(client, "gorse hill") == ["No word back"]


@pytest.mark.usefixtures("two_councils")
def test_a_council_in_the_words_is_offered_and_its_threads_come_first(client: FlaskClient) -> None:
    assert titles(client, "insurance")[0].startswith("Insurance again")
    assert titles(client, "insurance in wexmoor")[0] == "No word back"
    assert offered(client, "insurance in wexmoor") == ["Wexmoor Borough Council: 2 threads"]


@pytest.mark.usefixtures("two_councils")
def test_an_officer_sees_what_is_for_the_council_only_counted_too(app: Flask) -> None:
    council = make_council("Wexmouth")
    make_barrier("Secret", council=council, visibility=Visibility.COUNCIL)
    officer = make_officer(council)
    rebuild(app)
    assert offered(sign_in(app.test_client(), officer.person), "wexmouth") == [
        "Wexmouth Borough Council: 1 thread"
    ]
    assert offered(app.test_client(), "wexmouth") == ["Wexmouth Borough Council: 0 threads"]


def test_of_several_places_each_is_offered_and_none_comes_first(client: FlaskClient) -> None:
    for name in ("Wexmoor", "Saltmarsh"):
        council = make_council(name)
        make_barrier(f"Bench in {name}", council=council, area=make_area(council, "Castle Rise"))
    make_barrier("Castle rise bench", body="Castle rise, castle rise.")
    rebuild(client)
    assert offered(client, "castle rise") == [
        "Castle Rise, a ward of Wexmoor: 1 thread",
        "Castle Rise, a ward of Saltmarsh: 1 thread",
    ]
    assert titles(client, "castle rise")[0] == "Castle rise bench"
    assert titles(client, "castle rise saltmarsh")[0] == "Bench in Saltmarsh"


def test_an_ordinary_word_that_is_a_ward_too_is_offered_and_changes_nothing(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    make_barrier("No bench", council=council, area=make_area(council, "Park"))
    make_barrier("A park bench")
    rebuild(client)
    assert offered(client, "park bench") == ["Park, a ward of Wexmoor: 1 thread"]
    assert titles(client, "park bench")[0] == "A park bench"


def test_a_group_in_the_words_is_offered_and_what_it_posted_comes_first(client: FlaskClient) -> None:
    group = make_group("Millbrook Fixers", council=make_council("Wexmoor"))
    make_barrier("Keys", group=group)
    make_barrier("Secret keys", group=group, visibility=Visibility.NAMELESS)
    make_barrier("Keys, as Millbrook Fixers said", body="Keys keys keys.")
    rebuild(client)
    assert offered(client, "millbrook fixers keys") == ["Millbrook Fixers, a group in Wexmoor: 1 thread"]
    assert titles(client, "millbrook fixers keys")[0] == "Keys"
    assert "Secret keys" not in titles(client, "millbrook fixers")
