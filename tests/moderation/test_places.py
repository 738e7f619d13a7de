"""Posts that are in the wrong place: moved to their council, merged with another, comments given a page of their own."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.respond import respond
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import CaseChange
from forum.core import clock
from forum.core.db import commit, db
from forum.follows.actions import follow
from forum.follows.queries import find_thread_follow
from forum.moderation.actions.appeals import appeal_against, decide_appeal
from forum.moderation.actions.places import PlaceRefusedError, merge, move, split_off
from forum.moderation.models import ModerationAct
from forum.moderation.vocabulary import AppealOutcome, Verb
from forum.questions.models import Question
from forum.threads.kinds import path_of
from forum.threads.models import Visibility
from tests.accounts.mailing import mails
from tests.moderation.reasons import A_REASON
from tests.questions.making import make_question
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_department,
    make_officer,
    make_person,
    sign_in,
)
from tests.threads.pages import send


@pytest.fixture
def moderator(app: Flask) -> Person:
    return make_person(role="moderator")


def overturn(act: ModerationAct) -> None:
    assert act.author is not None
    appeal = appeal_against(act=act, person=act.author, words="No.")
    decide_appeal(
        appeal=appeal, by=make_person(role="moderator"), outcome=AppealOutcome.OVERTURNED, answer="Yes."
    )
    commit()
    db.session.expire_all()


def test_a_barrier_goes_to_the_council_that_it_is_about_with_its_deadline(
    client: FlaskClient, moderator: Person
) -> None:
    wrong, right = make_council("Wexmoor"), make_council("Easthale")
    venues = make_department(right)
    barrier = make_barrier(council=wrong)
    sign_in(client, moderator)
    form = f"/moderation/threads/{barrier.id}/move"
    assert "Wexmoor" in client.get(form).text
    assert send(client, form, council="Nowhere", reason="wrong_place", words="x").status_code == 422
    assert (
        send(
            client, form, council="Easthale", reason="wrong_place", words="It is Easthale’s hall."
        ).status_code
        == 303
    )
    db.session.expire_all()
    assert (barrier.council_id, barrier.owed_by_id) == (right.id, right.id)
    assert barrier.due_on is not None
    assert (wrong.number_of_barriers, right.number_of_barriers) == (0, 1)
    assert db.session.scalars(select(CaseChange.what)).all() == ["council"]
    assert "moved your barrier" in mails()[-1]["text"] or any(
        "moved your barrier" in one["text"] for one in mails()
    )
    form_again = client.get(form).text
    assert venues.name in form_again
    assert (
        send(
            client, form, council="Easthale", department=str(venues.id), reason="wrong_place", words="x"
        ).status_code
        == 303
    )
    db.session.expire_all()
    assert barrier.department_id == venues.id
    first = db.session.scalars(select(ModerationAct).order_by(ModerationAct.id)).first()
    assert first is not None
    overturn(first)
    assert barrier.council_id == wrong.id


def test_a_barrier_that_was_answered_stays_with_its_council(app: Flask, moderator: Person) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    officer = make_officer(council)
    department = make_department(council)
    given, kind = TransitionInput(today=clock.today(), department_id=department.id), ResponseKind.ACKNOWLEDGE
    respond(barrier=barrier, person=officer.person, role=Role.OFFICER, kind=kind, given=given, seen=None)
    with pytest.raises(PlaceRefusedError):
        move(thread=barrier, council=make_council(), department=None, person=moderator, reason=A_REASON)


def test_two_questions_become_one_and_the_old_address_leads_there(
    client: FlaskClient, moderator: Person
) -> None:
    question, main = make_question("Who lends signs?"), make_question("Who lends road signs?")
    comment, follower = make_comment(question, "The depot."), make_person()
    make_comment(main)
    follow(thread=question, person=follower)
    commit()
    old = path_of(question)
    sign_in(client, moderator)
    form = f"/moderation/threads/{question.id}/merge"
    for typed in (str(question.id), "9999", "nonsense"):
        assert send(client, form, main=typed, reason="duplicate", words="The same.").status_code == 422, typed
    answer = send(client, form, main=main.reference, reason="duplicate", words="The same.")
    assert answer.location == path_of(main)
    db.session.expire_all()
    assert comment.thread_id == main.id
    assert (main.number_of_comments, question.number_of_comments) == (2, 0)
    assert find_thread_follow(main, follower.id) is not None
    visitor = client.application.test_client()
    led = visitor.get(old)
    assert (led.status_code, led.location) == (301, path_of(main))
    assert "The depot." in visitor.get(path_of(main)).text
    overturn(db.session.scalars(select(ModerationAct)).one())
    assert comment.thread_id == question.id
    assert visitor.get(old).status_code == 200
    assert (main.number_of_comments, question.number_of_comments) == (1, 1)


def test_two_barriers_are_linked_and_every_group_keeps_its_words(app: Flask, moderator: Person) -> None:
    council = make_council()
    barrier, main = make_barrier(council=council), make_barrier(council=council)
    comment = make_comment(barrier)
    act = merge(thread=barrier, main=main, person=moderator, reason=A_REASON)
    assert (barrier.same_as_id, barrier.is_in_sight, comment.thread_id) == (main.id, True, barrier.id)
    overturn(act)
    assert barrier.same_as_id is None
    with pytest.raises(ValueError, match="same council"):
        merge(thread=barrier, main=make_barrier(council=make_council()), person=moderator, reason=A_REASON)


def test_what_does_not_fit_together_is_not_merged(app: Flask, moderator: Person) -> None:
    question = make_question()
    with pytest.raises(PlaceRefusedError, match="same kind"):
        merge(thread=question, main=make_barrier(), person=moderator, reason=A_REASON)
    hidden = make_question()
    hidden.hidden_at = hidden.created_at
    with pytest.raises(PlaceRefusedError, match="hidden"):
        merge(thread=question, main=hidden, person=moderator, reason=A_REASON)


def test_comments_get_a_page_of_their_own_and_each_author_is_told_once(
    client: FlaskClient, moderator: Person
) -> None:
    barrier, rosa = make_barrier("No keys"), make_person(email="rosa@example.org")
    stays = make_comment(barrier, "About the keys.")
    goes = [make_comment(barrier, f"About the bins {number}.", author=rosa) for number in range(2)]
    sign_in(client, moderator)
    form = f"/moderation/threads/{barrier.id}/split"
    assert "About the bins 1." in client.get(form).text
    given = {"title": "Who empties the bins?", "reason": "wrong_place", "words": "It is about bins."}
    assert send(client, form, **given).status_code == 422
    assert send(client, form, comments=["1", "x"], **given).status_code == 422
    answer = send(client, form, comments=[str(one.id) for one in goes], **given)
    assert answer.status_code == 303
    db.session.expire_all()
    opened = db.session.scalars(select(Question)).one()
    assert [one.thread_id for one in (stays, *goes)] == [barrier.id, opened.id, opened.id]
    assert (barrier.number_of_comments, opened.number_of_comments) == (1, 2)
    page = client.application.test_client().get(answer.location).text
    assert "The moderators" in page
    assert "About the bins 0." in page
    told = [
        mail
        for mail in mails()
        if mail["to"] == "rosa@example.org" and "question of its own" in mail["subject"]
    ]
    assert len(told) == 1
    acts = db.session.scalars(select(ModerationAct).where(ModerationAct.verb == Verb.SPLIT)).all()
    assert len(acts) == 2
    overturn(acts[0])
    assert goes[0].thread_id == barrier.id


def test_nobody_who_asked_not_to_be_named_is_moved_to_where_they_are(app: Flask, moderator: Person) -> None:
    barrier = make_barrier(visibility=Visibility.NAMELESS)
    comment = make_comment(barrier, author=barrier.author)
    with pytest.raises(PlaceRefusedError, match="not to be named"):
        split_off(thread=barrier, comments=[comment], title="Bins", person=moderator, reason=A_REASON)
