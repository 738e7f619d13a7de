"""The whole matrix of role x from x to, against a table written out here a second time, by hand."""

from datetime import date, timedelta
from itertools import product

import pytest

from forum.barriers.lifecycle.confirmation_outcome import Tally
from forum.barriers.lifecycle.decisions import MISSING_SENTENCES
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.responses import RESPONSE_TARGETS, ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.lifecycle.transitions import decide, latest_review_date, options

TODAY = date(2026, 3, 2)
GONE = Tally(gone=2, independent_gone=2, still_there=0, asked=2)
STILL = Tally(still_there=1, gone=1, independent_gone=1, asked=2)
SILENT = Tally(asked=3)

# from: {to: who}. Letters: M member, R reporter, A affected, O officer, L lead, D moderator, S system.
MATRIX = {
    None: {"open": "M"},
    "open": {
        "acknowledged": "OL", "needs_info": "OL", "under_review": "OL", "change_agreed": "OL", "way_through": "OL",
        "kept": "L", "redirected": "OL", "removal_claimed": "OL", "withdrawn": "R",
    },
    "acknowledged": {
        "needs_info": "OL", "under_review": "OL", "change_agreed": "OL", "way_through": "OL",
        "kept": "L", "redirected": "OL", "removal_claimed": "OL", "withdrawn": "R",
    },
    "needs_info": {
        "open": "RAOL", "acknowledged": "RAOL", "under_review": "RAOL", "reopened": "RAOL", "change_agreed": "RAOL",
        "way_through": "OL",
        "kept": "L", "redirected": "OL", "removal_claimed": "OL", "withdrawn": "R",
    },
    "under_review": {
        "needs_info": "OL", "change_agreed": "OL", "way_through": "OL",
        "kept": "L", "redirected": "OL", "removal_claimed": "OL", "withdrawn": "R",
    },
    "reopened": {
        "needs_info": "OL", "under_review": "OL", "change_agreed": "OL", "way_through": "OL",
        "kept": "L", "redirected": "OL", "removal_claimed": "OL", "withdrawn": "R",
    },
    "change_agreed": {
        "needs_info": "OL", "under_review": "OL", "change_agreed": "OL", "way_through": "OL",
        "kept": "L", "redirected": "OL", "removal_claimed": "OL", "withdrawn": "R",
    },
    "way_through": {"under_review": "OL", "reopened": "S", "withdrawn": "R"},
    "kept": {"under_review": "OLDS", "withdrawn": "R"},
    "redirected": {"under_review": "OL", "withdrawn": "R"},
    "removal_claimed": {"removed": "S", "reopened": "S", "under_review": "OL", "removed_unconfirmed": "S", "withdrawn": "R"},
    "removed": {"reopened": "S", "withdrawn": "R"},
    "removed_unconfirmed": {"removed": "S", "reopened": "S", "under_review": "OL", "withdrawn": "R"},
    "withdrawn": {},
}  # fmt: skip
LETTERS = {
    Role.MEMBER: "M",
    Role.REPORTER: "R",
    Role.AFFECTED: "A",
    Role.OFFICER: "O",
    Role.LEAD: "L",
    Role.MODERATOR: "D",
    Role.SYSTEM: "S",
    Role.VISITOR: "-",
    Role.ADMINISTRATOR: "-",
}


def everything(target, **known):
    """All that any move could need, so that only role and state decide."""
    answers = {State.REMOVED: GONE, State.REOPENED: STILL}.get(target, SILENT)
    given = {
        "today": TODAY,
        "title": "Hall hire",
        "council": "not sure",
        "category": "insurance",
        "what_happened": "They asked for too much cover.",
        "visibility": "public",
        "similar_seen": True,
        "department_id": 1,
        "question": "Which hall?",
        "public_note": "We will lower the amount.",
        "promised_date": TODAY + timedelta(days=30),
        "link": "https://example.org/rule",
        "reason": "It is the law.",
        "rule_source": "law",
        "review_date": TODAY if target is State.UNDER_REVIEW else TODAY + timedelta(days=100),
        "body_name": "The water company",
        "what_changed": "Two million is enough.",
        "evidence": "The new form.",
        "answer": "The big one.",
        "came_from": target if target in OPEN_STATES else State.OPEN,
        "tally": answers,
        "age": timedelta(weeks=9),
        "new_affected": 3,
    }
    return TransitionInput(**(given | known))


@pytest.mark.parametrize(("role", "current"), list(product(Role, [None, *State])))
def test_each_role_may_make_exactly_the_moves_of_the_table(role, current):
    allowed = {
        target
        for target in State
        if decide(role=role, current=current, target=target, given=everything(target)).allowed
    }
    assert allowed == {State(target) for target, who in MATRIX[current].items() if LETTERS[role] in who}


@pytest.mark.parametrize(("role", "current"), list(product(Role, [None, *State])))
def test_what_is_offered_is_what_is_allowed(role, current):
    offered = {
        option.target for came_from in [*State] for option in options(role, current, came_from=came_from)
    }
    assert offered == {State(target) for target, who in MATRIX[current].items() if LETTERS[role] in who}


def test_a_state_that_comes_from_the_database_as_text_is_understood():
    assert decide(
        role="officer", current="open", target="acknowledged", given=everything(State.ACKNOWLEDGED)
    ).allowed
    assert decide(
        role="reporter", current="needs_info", target="open", given=everything(State.OPEN, came_from="open")
    ).allowed


def test_every_state_and_response_has_a_label_and_leads_somewhere():
    assert set(STATE_LABELS) == set(State)
    assert set(RESPONSE_LABELS) == set(ResponseKind)
    assert set(RESPONSE_TARGETS) == set(ResponseKind) - {ResponseKind.UPDATE}, "an update moves nothing"
    assert len(set(RESPONSE_TARGETS.values())) == len(RESPONSE_TARGETS)


NEEDS = {
    (Role.MEMBER, None, State.OPEN): [
        "title",
        "council",
        "category",
        "what_happened",
        "visibility",
        "similar_seen",
    ],
    (Role.OFFICER, State.OPEN, State.ACKNOWLEDGED): ["department_id"],
    (Role.OFFICER, State.OPEN, State.NEEDS_INFO): ["question"],
    (Role.OFFICER, State.OPEN, State.UNDER_REVIEW): [],
    (Role.OFFICER, State.KEPT, State.UNDER_REVIEW): ["public_note"],
    (Role.OFFICER, State.OPEN, State.CHANGE_AGREED): ["promised_date", "public_note"],
    (Role.OFFICER, State.OPEN, State.WAY_THROUGH): ["public_note", "link"],
    (Role.LEAD, State.OPEN, State.KEPT): ["reason", "rule_source", "review_date"],
    (Role.OFFICER, State.OPEN, State.REDIRECTED): ["body_name"],
    (Role.OFFICER, State.OPEN, State.REMOVAL_CLAIMED): ["what_changed", "evidence"],
    (Role.AFFECTED, State.NEEDS_INFO, State.OPEN): ["came_from", "answer"],
    (Role.OFFICER, State.NEEDS_INFO, State.OPEN): ["came_from"],
    (Role.REPORTER, State.KEPT, State.WITHDRAWN): [],
}


@pytest.mark.parametrize(("move", "needs"), NEEDS.items())
def test_a_move_with_nothing_given_names_each_field_it_needs(move, needs):
    role, current, target = move
    decision = decide(role=role, current=current, target=target, given=TransitionInput(today=TODAY))
    assert [problem.field for problem in decision.problems] == needs
    assert all(
        problem.code == "missing" and problem.sentence == MISSING_SENTENCES[problem.field]
        for problem in decision.problems
    )
    assert decision.allowed == (not needs)


@pytest.mark.parametrize(
    ("move", "field"), [(move, field) for move, fields in NEEDS.items() for field in fields]
)
def test_spaces_are_not_an_answer(move, field):
    role, current, target = move
    blank = {
        "department_id": None,
        "promised_date": None,
        "review_date": None,
        "came_from": None,
        "similar_seen": False,
    }
    decision = decide(
        role=role, current=current, target=target, given=everything(target, **{field: blank.get(field, "  ")})
    )
    assert (decision.code, decision.field) == ("missing", field)


def refused(role, current, target, **known):
    decision = decide(role=role, current=current, target=target, given=everything(target, **known))
    assert not decision.allowed
    assert decision.sentence.endswith(".")
    return decision.code, decision.field


def test_a_promise_cannot_be_for_yesterday():
    yesterday = TODAY - timedelta(days=1)
    assert refused("officer", "open", State.CHANGE_AGREED, promised_date=yesterday) == (
        "date_in_past",
        "promised_date",
    )
    assert decide(
        role=Role.OFFICER,
        current=State.OPEN,
        target=State.CHANGE_AGREED,
        given=everything(State.CHANGE_AGREED, promised_date=TODAY),
    ).allowed


def test_a_kept_rule_is_looked_at_again_within_twelve_months():
    last = latest_review_date(TODAY)
    assert last == date(2027, 3, 2)
    assert decide(
        role=Role.LEAD, current=State.OPEN, target=State.KEPT, given=everything(State.KEPT, review_date=last)
    ).allowed
    too_far = last + timedelta(days=1)
    assert refused("lead", "open", State.KEPT, review_date=too_far) == ("date_too_far", "review_date")
    assert refused("lead", "open", State.KEPT, review_date=TODAY) == ("date_in_past", "review_date")


def test_the_twelve_months_end_in_a_shorter_month():
    assert latest_review_date(date(2024, 2, 29)) == date(2025, 2, 28)
    assert latest_review_date(date(2025, 8, 31), months=6) == date(2026, 2, 28)
    assert latest_review_date(date(2025, 12, 31)) == date(2026, 12, 31)


@pytest.mark.parametrize("link", ["example.org", "javascript:alert(1)", "https://", "ftp://a.org", "/rule"])
def test_a_way_through_needs_a_real_link(link):
    assert refused("officer", "open", State.WAY_THROUGH, link=link) == ("not_a_link", "link")


def test_after_a_question_it_goes_back_where_it_was_and_nowhere_else():
    for role in ("reporter", "affected"):
        assert refused(role, "needs_info", State.UNDER_REVIEW, came_from=State.OPEN) == (
            "wrong_return",
            "came_from",
        )
    assert refused("officer", "needs_info", State.ACKNOWLEDGED, came_from=State.OPEN) == (
        "wrong_return",
        "came_from",
    )
    [option] = options(Role.AFFECTED, State.NEEDS_INFO, came_from=State.CHANGE_AGREED)
    assert option.target is State.CHANGE_AGREED


def test_an_officer_who_takes_the_question_back_need_not_promise_again():
    given = TransitionInput(today=TODAY, came_from=State.CHANGE_AGREED)
    assert decide(
        role=Role.OFFICER, current=State.NEEDS_INFO, target=State.CHANGE_AGREED, given=given
    ).allowed


def test_the_system_opens_a_kept_rule_on_its_review_date_and_not_before():
    tomorrow = TODAY + timedelta(days=1)
    assert refused("system", "kept", State.UNDER_REVIEW, review_date=tomorrow) == ("review_not_due", None)
    assert refused("system", "kept", State.UNDER_REVIEW, review_date=None) == ("review_not_due", None)


def test_a_moderator_opens_a_kept_rule_when_three_more_are_affected():
    assert refused("moderator", "kept", State.UNDER_REVIEW, new_affected=2) == ("too_few_new_affected", None)


def test_the_system_cannot_say_what_the_answers_do_not():
    for target, answers in [
        (State.REMOVED, SILENT),
        (State.REMOVED, STILL),
        (State.REOPENED, GONE),
        (State.REMOVED_UNCONFIRMED, GONE),
    ]:
        assert refused("system", "removal_claimed", target, tally=answers) == ("answers_do_not_say_so", None)


def test_a_refusal_says_why():
    assert refused("officer", "open", State.KEPT)[0] == "lead_only"
    assert refused("lead", "removal_claimed", State.REMOVED)[0] == "only_those_affected"
    assert refused("officer", "open", State.OPEN)[0] == "already_there"
    assert refused("officer", "withdrawn", State.OPEN)[0] == "not_from_here"
    assert refused("visitor", "open", State.WITHDRAWN)[0] == "not_your_role"


def test_an_officers_form_offers_each_official_word_with_what_it_needs():
    offered = {option.kind: option for option in options(Role.LEAD, State.OPEN)}
    assert set(offered) == set(RESPONSE_TARGETS)
    assert offered[ResponseKind.DECLINE].needs == ("reason", "rule_source", "review_date")
    assert offered[ResponseKind.COMMIT].label == "We will change it"
    assert {option.kind for option in options(Role.SYSTEM, State.REMOVAL_CLAIMED)} == {None}
