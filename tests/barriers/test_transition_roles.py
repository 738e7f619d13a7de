"""As whom somebody acts on a barrier, and what each may do there."""

import pytest

from forum.accounts.models import Person, SiteRole
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, ConfirmationRequest
from forum.barriers.permissions import (
    may_answer_question,
    may_assign_barrier,
    may_confirm_removal,
    may_keep_notes,
    may_reopen_kept,
    may_respond,
    may_take_question_back,
    role_on,
)
from forum.councils.identity import VISITOR, Identity

pytestmark = pytest.mark.pure
HERE, ELSEWHERE = frozenset({7}), frozenset({8})


def identity(number=1, *, role=SiteRole.MEMBER, officer_of=frozenset(), lead_of=frozenset()):
    return Identity(person=Person(id=number, role=role), officer_of=officer_of, lead_of=lead_of)


def barrier(state=State.OPEN, *, author=99):
    return Barrier(id=3, council_id=7, author_id=author, state=state)


OFFICER = identity(officer_of=HERE)
LEAD = identity(officer_of=HERE, lead_of=HERE)
FOREIGN = identity(officer_of=ELSEWHERE, lead_of=ELSEWHERE)
MEMBER = identity()
MODERATOR = identity(role=SiteRole.MODERATOR)
ADMINISTRATOR = identity(role=SiteRole.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("who", "facts", "role"),
    [
        (VISITOR, {}, Role.VISITOR),
        (MEMBER, {}, Role.MEMBER),
        (FOREIGN, {}, Role.MEMBER),
        (OFFICER, {}, Role.OFFICER),
        (LEAD, {}, Role.LEAD),
        (MODERATOR, {}, Role.MODERATOR),
        (ADMINISTRATOR, {}, Role.ADMINISTRATOR),
        (MEMBER, {"is_affected": True}, Role.AFFECTED),
        (MODERATOR, {"is_affected": True}, Role.AFFECTED),
        (OFFICER, {"is_affected": True}, Role.OFFICER),
    ],
)
def test_somebody_acts_as_one_role(who, facts, role):
    assert role_on(who, barrier(), **facts) == role


def test_whoever_reported_it_acts_as_the_reporter_unless_for_the_council():
    assert role_on(MEMBER, barrier(author=1)) == Role.REPORTER
    assert role_on(MODERATOR, barrier(author=1)) == Role.REPORTER
    assert role_on(LEAD, barrier(author=1)) == Role.LEAD


@pytest.mark.parametrize("who", [VISITOR, MEMBER, FOREIGN, MODERATOR, ADMINISTRATOR])
def test_only_its_officers_answer_keep_notes_and_assign(who):
    for may in (may_respond, may_keep_notes, may_assign_barrier):
        assert may(OFFICER, barrier())
        assert may(LEAD, barrier())
        assert not may(who, barrier())
    assert not may_take_question_back(who, barrier(State.NEEDS_INFO))
    assert may_take_question_back(OFFICER, barrier(State.NEEDS_INFO))
    assert not may_take_question_back(OFFICER, barrier())


def test_a_withdrawn_barrier_is_not_answered():
    assert not may_respond(LEAD, barrier(State.WITHDRAWN))


def test_a_question_is_answered_by_the_reporter_and_those_affected():
    asked = barrier(State.NEEDS_INFO, author=1)
    assert may_answer_question(MEMBER, asked)
    assert may_answer_question(identity(2), asked, is_affected=True)
    assert not may_answer_question(identity(2), asked)
    assert not may_answer_question(VISITOR, asked, is_affected=True)
    assert not may_answer_question(MEMBER, barrier(author=1))


def test_a_kept_rule_is_reopened_by_moderators():
    assert may_reopen_kept(MODERATOR, barrier(State.KEPT))
    assert may_reopen_kept(ADMINISTRATOR, barrier(State.KEPT))
    assert not may_reopen_kept(MODERATOR, barrier())
    assert not may_reopen_kept(LEAD, barrier(State.KEPT))


def test_a_question_of_a_round_is_for_whoever_was_asked():
    request = ConfirmationRequest(affected=Affected(person_id=1))
    assert may_confirm_removal(MEMBER, request)
    assert not may_confirm_removal(identity(2), request)
    assert not may_confirm_removal(VISITOR, request)
