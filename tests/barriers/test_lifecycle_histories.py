"""Whatever people and time do, in whatever order, what the product promises holds."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.barriers.lifecycle.confirmation_outcome import Tally
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.lifecycle.transitions import decide
from tests.support.depth import examples

TODAY = date(2026, 3, 2)
numbers = st.integers(0, 4)
tallies = st.builds(
    lambda gone, mine, partly, still, not_tried, silent: Tally(
        gone=gone + mine,
        independent_gone=gone,
        partly=partly,
        still_there=still,
        not_tried=not_tried,
        asked=gone + mine + partly + still + not_tried + silent,
    ),
    numbers, numbers, numbers, numbers, numbers, numbers,
)  # fmt: skip
words = st.sampled_from(["", " ", "words"])
givens = st.builds(
    TransitionInput,
    today=st.just(TODAY),
    department_id=st.none() | st.just(1),
    question=words,
    public_note=words,
    reason=words,
    rule_source=words,
    body_name=words,
    what_changed=words,
    evidence=words,
    answer=words,
    link=st.sampled_from(["", "https://example.org"]),
    promised_date=st.none() | st.just(TODAY),
    review_date=st.none() | st.builds(lambda days: TODAY + timedelta(days=days), st.integers(-400, 400)),
    came_from=st.none() | st.sampled_from(State),
    tally=tallies,
    age=st.builds(lambda weeks: timedelta(weeks=weeks), st.integers(0, 12)),
    new_affected=st.integers(0, 5),
)
steps = st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(State), givens), min_size=10, max_size=80)


def walk(history):
    """Follow a history from a barrier just reported; gives each move that was allowed."""
    current, asked_in = State.OPEN, None
    for role, target, facts in history:
        if decide(role=role, current=current, target=target, given=facts).allowed:
            if target is State.NEEDS_INFO:
                asked_in = current
            yield role, current, target, facts
            current = target
    assert asked_in is None or asked_in in OPEN_STATES


@settings(max_examples=examples(200), deadline=None)
@given(steps)
def test_no_history_breaks_a_promise(history):
    for role, current, target, facts in walk(history):
        answers = facts.tally
        if target is State.REMOVED:
            assert role is Role.SYSTEM
            assert current in {State.REMOVAL_CLAIMED, State.REMOVED_UNCONFIRMED}
            assert answers.independent_gone >= 1
            assert 2 * answers.still_there < answers.gone + answers.partly + answers.still_there
        if target is State.REMOVED_UNCONFIRMED:
            assert role is Role.SYSTEM
            assert facts.age >= timedelta(weeks=8)
        if target is State.WITHDRAWN:
            assert role is Role.REPORTER
        if target is State.KEPT:
            assert role is Role.LEAD
            assert TODAY < facts.review_date <= TODAY + timedelta(days=366)
        if target is State.REMOVAL_CLAIMED:
            assert role in {Role.OFFICER, Role.LEAD}
            assert current in OPEN_STATES
        assert target is not current or target is State.CHANGE_AGREED
        assert role not in {Role.VISITOR, Role.MEMBER, Role.ADMINISTRATOR}
        assert current is not State.WITHDRAWN


@settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from(Role), st.none() | st.sampled_from(State), st.sampled_from(State), givens)
def test_every_decision_is_a_yes_or_a_reason_in_words(role, current, target, facts):
    decision = decide(role=role, current=current, target=target, given=facts)
    assert decision.allowed == (decision.code == "allowed") == (decision.sentence == "")
    for problem in decision.problems:
        assert problem.sentence[0].isupper()
        assert problem.sentence.endswith(".")
        assert problem.field is None or hasattr(facts, problem.field)
