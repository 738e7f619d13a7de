"""What is counted in the words of a post, and by which keys another one is found to be like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.threads.holds.measures import measure, normalised, site_of

pytestmark = pytest.mark.pure

SPAM = (
    "Hello dear friends, our casino gives you five hundred pounds for free when you sign up today, "
    "come and play with us and win every single evening"
)


def test_links_are_found_however_they_are_written() -> None:
    text = "See https://a.shop/x, http://user@b.example:8080/y, www.c.org, [here](https://d.net) and e-deals.xyz."
    assert measure([text]).hosts == ("a.shop", "b.example", "c.org", "d.net", "e-deals.xyz")


@pytest.mark.parametrize(
    "text",
    [
        "We met on 12.30 p.m. at St.John's hall, i.e. the old one.",
        "The clerk said no.We asked again.",
        "Write to amina@lunchclub.org.uk please.",
        "It costs £3.50 or 4.99.",
    ],
)
def test_what_is_no_link_is_not_taken_for_one(text: str) -> None:
    assert measure([text]).hosts == ()


def test_public_bodies_may_be_linked_to() -> None:
    text = "https://www.gov.uk/x https://www.kent.gov.uk/y https://gov.uk.evil.example/z https://notgov.uk"
    assert measure([text], fine_hosts=["gov.uk"]).hosts == ("evil.example", "notgov.uk")


def test_the_site_is_what_somebody_registered() -> None:
    assert [site_of(one) for one in ("a.b.spam.example", "shop.spam.co.uk", "spam.net", "spam.net.")] == [
        "spam.example",
        "spam.co.uk",
        "spam.net",
        "spam.net",
    ]


def test_addresses_are_counted_once_each() -> None:
    found = measure(["write to a@b.org, A@B.org or c.d+e@f.co.uk"]).addresses
    assert found == ("a@b.org", "c.d+e@f.co.uk")


def test_listed_phrases_are_found_as_words_in_any_spelling_of_case_and_marks() -> None:
    phrases = [normalised("Casino"), normalised("free money!")]
    assert measure(["A CASINO, and FREE,money"], listed=phrases).listed == ("casino", "free money")
    assert measure(["Casinos are freemoney"], listed=phrases).listed == ()


def test_the_same_text_has_the_same_keys_whatever_its_numbers_and_marks() -> None:
    one, other = measure([SPAM + " 17"]), measure([SPAM.upper() + "!!! 4711"])
    assert one.text_keys == other.text_keys


def test_nearly_the_same_text_shares_a_key() -> None:
    changed = SPAM.replace("five hundred", "four hundred").replace("dear friends", "dear Amina")
    assert set(measure([SPAM]).text_keys) & set(measure([changed]).text_keys)


def test_other_texts_share_no_key() -> None:
    other = (
        "The hall asked us for five million pounds of public liability insurance before we may "
        "serve tea on a Sunday afternoon to twelve people who live nearby"
    )
    assert not set(measure([SPAM]).text_keys) & set(measure([other]).text_keys)


def test_short_thanks_are_no_wave() -> None:
    assert measure(["Thank you, that helped us"]).text_keys == ()
    assert measure(["Look www.a.shop"]).text_keys != ()


@given(st.text(max_size=500))
def test_every_text_can_be_measured(text: str) -> None:
    found = measure([text], fine_hosts=["gov.uk"], listed=["casino"])
    assert all(len(key) <= 80 for key in (*found.text_keys, *found.link_keys))


@pytest.mark.parametrize("piece", ["a.", "a@", "www.", "http://", "a.com ", "x" * 64 + ".", "word "])
def test_the_worst_text_takes_no_time(piece: str) -> None:
    text = (piece * 60_000)[:60_000]
    start = time.process_time()
    measure([text], fine_hosts=["gov.uk"], listed=["casino"] * 20)
    assert time.process_time() - start < 1.0  # about 0.1 s here; without bounds it would be minutes
