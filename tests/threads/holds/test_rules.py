"""What holds a post: each limit on both sides, and that what is ordinary passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from forum.threads.holds.reasons import _FOR_AUTHORS, _FULL, say_reasons, say_to_author
from forum.threads.holds.rules import Facts, Holds, Limits, decide

pytestmark = pytest.mark.pure

LIMITS = Limits(
    new_person_links=0,
    new_person_addresses=1,
    most_links=15,
    most_addresses=10,
    minimum_time=timedelta(seconds=3),
    wave=3,
    posts_an_hour=30,
)
ORDINARY = Facts(is_new=True, took=timedelta(minutes=2), is_timed=True, number_of_addresses=1)
CASES = [
    ({"number_of_links": 1}, Holds.LINKS),
    ({"number_of_addresses": 2}, Holds.ADDRESSES),
    ({"took": timedelta(seconds=2.9)}, Holds.TOO_QUICK),
    ({"took": None}, Holds.UNSIGNED),
    ({"is_trapped": True}, Holds.TRAP),
    ({"same_text": 3}, Holds.SAME_TEXT),
    ({"same_link": 3, "linked": "spam.example"}, Holds.SAME_LINK),
    ({"same_network": 3}, Holds.SAME_NETWORK),
    ({"posts_this_hour": 31}, Holds.MANY_POSTS),
    ({"is_busy": True, "posts_just_now": 3}, Holds.BUSY),
    ({"blocked_network": True}, Holds.BLOCKED_NETWORK),
    ({"blocked_domain": True}, Holds.BLOCKED_DOMAIN),
]
FOR_EVERYBODY = [
    ({"number_of_links": 16}, Holds.MOST_LINKS),
    ({"number_of_addresses": 11}, Holds.MOST_ADDRESSES),
    ({"listed": ("casino",)}, Holds.LISTED),
]


def codes(facts: Facts) -> list[str]:
    return [one["code"] for one in decide(facts, LIMITS)]


def test_an_ordinary_first_post_passes() -> None:
    assert codes(ORDINARY) == []
    assert codes(replace(ORDINARY, same_text=2, same_link=2, same_network=2, posts_this_hour=30)) == []
    assert codes(replace(ORDINARY, took=timedelta(seconds=3))) == []


@pytest.mark.parametrize(("changed", "code"), CASES)
def test_each_sign_holds_a_new_persons_post_and_nobody_elses(changed: dict[str, object], code: Holds) -> None:
    assert codes(replace(ORDINARY, **changed)) == [code]
    assert codes(replace(ORDINARY, **changed, is_new=False)) == []


@pytest.mark.parametrize(("changed", "code"), FOR_EVERYBODY)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_flood_of_links_and_listed_words_hold_everybodys(
    changed: dict[str, object], code: Holds, is_new: bool
) -> None:
    assert codes(replace(ORDINARY, **changed, is_new=is_new)) == [code]


def test_a_limit_of_nothing_turns_a_sign_off() -> None:
    off = replace(LIMITS, minimum_time=timedelta(), posts_an_hour=0)
    assert decide(replace(ORDINARY, took=None, posts_this_hour=999), off) == []


def test_after_the_first_day_speed_says_nothing() -> None:
    assert codes(replace(ORDINARY, took=timedelta(seconds=1), is_first_day=False)) == []


def test_a_form_that_tells_no_time_is_no_sign() -> None:
    assert codes(replace(ORDINARY, is_timed=False, took=None)) == []


def test_every_reason_has_its_sentences() -> None:
    assert set(_FULL) == set(Holds)
    assert set(_FOR_AUTHORS) <= set(Holds)
    for changed, code in [*CASES, *FOR_EVERYBODY]:
        found = decide(replace(ORDINARY, **changed), LIMITS)
        assert [one["code"] for one in found] == [code]
        assert all("{" not in one and one for one in (*say_reasons(found), say_to_author(found)))
