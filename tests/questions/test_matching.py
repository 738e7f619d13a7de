"""Who fits a question: the score and its reasons, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.questions.matching import Candidate, MatchPlace, MatchSubject, Past, explain, fit, rank

pytestmark = pytest.mark.pure
HERE = MatchPlace(area_id=3, council_id=1, region="North West")
ASKED = MatchSubject("insurance", "insurer_or_third_party", HERE)
PAST = Past("insurance", "insurer_or_third_party", "Testham", "Cover for a hall", "/barriers/1-cover")
NOBODY = Candidate(1, frozenset({"insurance"}), MatchPlace(), left=1)


def score(**given_) -> int:
    found = fit(ASKED, replace(NOBODY, **given_))
    assert found is not None
    return found.score


def test_each_part_adds_what_the_documentation_says():
    base = score()
    assert base == 10 + 1
    assert score(past=[replace(PAST, rule_source="law")]) == base + 40
    assert score(past=[PAST]) == base + 50
    assert score(measured=7) == base + 15
    assert score(place=HERE) == base + 9
    assert score(place=MatchPlace(area_id=4, council_id=1)) == base + 6
    assert score(place=MatchPlace(council_id=2, region="North West")) == base + 3
    assert score(left=9) == base + 4


def test_having_done_it_outweighs_all_the_rest_together():
    did = fit(ASKED, replace(NOBODY, topics=frozenset(), past=[replace(PAST, rule_source="law")]))
    rest = fit(ASKED, replace(NOBODY, place=HERE, measured=9, left=9))
    assert did is not None
    assert rest is not None
    assert did.score > rest.score


def test_nobody_without_time_or_without_anything_in_common_fits():
    assert fit(ASKED, replace(NOBODY, left=0, past=[PAST])) is None
    assert fit(ASKED, replace(NOBODY, topics=frozenset({"money"}))) is None
    assert (
        fit(ASKED, replace(NOBODY, topics=frozenset({"money"}), past=[replace(PAST, category="money")]))
        is None
    )


def test_a_question_without_a_category_fits_every_offer_by_its_place():
    asked = MatchSubject(None, None, HERE)
    near, far = replace(NOBODY, offer_id=2, place=HERE), NOBODY
    assert [one.candidate.offer_id for one in rank(asked, [far, near])] == [2, 1]


def test_the_reasons_are_facts_in_sentences():
    found = fit(ASKED, replace(NOBODY, past=[PAST], place=HERE, measured=1))
    assert found is not None
    assert explain(found) == [
        "They got past the same kind of barrier, with the same kind of rule, at Testham.",
        "They measured 1 result of a project.",
        "They are in the same ward.",
    ]
    only_topic = fit(ASKED, NOBODY)
    assert only_topic is not None
    assert explain(only_topic) == ["They offer help with this."]


candidates = st.builds(
    Candidate,
    offer_id=st.integers(1, 10**6),
    topics=st.sets(st.sampled_from(["insurance", "money", "law"])).map(frozenset),
    place=st.builds(
        MatchPlace,
        area_id=st.none() | st.integers(1, 4),
        council_id=st.none() | st.integers(1, 4),
        region=st.sampled_from(["", "North West", "Wales"]),
    ),
    left=st.integers(-1, 30),
    past=st.lists(
        st.sampled_from([PAST, replace(PAST, rule_source="law"), replace(PAST, category="money")]), max_size=3
    ),
    measured=st.integers(0, 5),
)


@given(st.lists(candidates, max_size=12, unique_by=lambda one: one.offer_id))
def test_the_order_does_not_depend_on_the_order_given_and_falls_by_score(some):
    ranked = rank(ASKED, some)
    assert ranked == rank(ASKED, list(reversed(some)))
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert all(one.candidate.left > 0 and explain(one) for one in ranked)
