"""Advice and its labels, what the asker says of it, and what is asked weeks later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.councils.identity import Identity
from forum.questions import permissions
from forum.questions.actions.advice import mark_answer, tell_what_was_used, unmark_answer
from forum.questions.models import Advice, AnswerMark
from forum.questions.recipients import QuestionAudience
from forum.questions.vocabulary import QuestionState
from forum.threads.documents import thread_document
from forum.threads.models import Comment
from tests.questions.making import make_advice, make_question, work
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send


@pytest.fixture
def asker(app):
    return make_person("Asker", email="asker@example.org")


@pytest.fixture
def question(asker):
    return make_question(author=asker)


def mails_to(email: str) -> list[str]:
    work()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload["subject"] + "\n" + row.payload["text"] for row in rows if row.payload["to"] == email]


def test_advice_is_a_comment_with_what_it_is_and_how_its_writer_knows(client, question):
    person = make_person("Nadia")
    group = make_group("Play Streets", members=(person,))
    sign_in(client, person)
    path = f"/questions/{question.id}/advise"
    answer = send(
        client, path, body="Ask for form 7.", kind="resource", basis="professional", group=str(group.id)
    )
    assert answer.status_code == 303
    page = main_of(client.get(f"/questions/{question.numbered_slug}"))
    for words in ("Ask for form 7.", "Something to use", "It is my job", "Play Streets", "Nadia"):
        assert words in page


def test_there_is_one_form_for_advice_and_comments_and_advice_says_how_its_writer_knows(client, question):
    sign_in(client, make_person())
    path = f"/questions/{question.id}/advise"
    page = main_of(client.get(f"/questions/{question.numbered_slug}"))
    assert page.count(path) == 1
    assert f'/threads/{question.id}/comment"' not in page
    answer = send(client, path, body="Ask for form 7.", kind="suggestion")
    assert answer.status_code == 422
    assert "Choose how you know." in answer.text
    assert "Ask for form 7." in answer.text
    assert send(client, path, body="Which town is it?").status_code == 303
    assert "Which town is it?" in client.get(f"/questions/{question.numbered_slug}").text
    assert db.session.scalar(select(Advice.comment_id)) is None


def test_a_preview_stores_nothing(client, question):
    sign_in(client, make_person())
    answer = send(client, f"/questions/{question.id}/advise", body="**Bold** words", preview="1")
    assert "<strong>Bold</strong>" in answer.text
    assert answer.status_code == 200
    assert db.session.scalar(select(Comment.id)) is None


def test_advice_sent_twice_stands_once(client, question):
    sign_in(client, make_person())
    for _ in range(2):
        send(
            client, f"/questions/{question.id}/advise", body="Ask.", kind="suggestion", basis="opinion",
            form_key="a" * 32,
        )  # fmt: skip
    assert len(db.session.scalars(select(Comment)).all()) == 1


def test_answers_of_the_asked_group_are_marked_only_where_they_speak_for_it(client, asker):
    member = make_person()
    group = make_group("Play Streets", members=(member,))
    question = make_question(author=asker, asked=QuestionAudience(group=group))
    make_advice(question, "As myself", author=member)
    page = client.get(f"/questions/{question.numbered_slug}").text
    assert "The group that was asked" not in page
    make_advice(question, "As the group", author=member, group=group)
    assert "The group that was asked" in client.get(f"/questions/{question.numbered_slug}").text


def test_the_members_of_the_asked_group_are_told_and_no_address_is_in_the_mail(app, asker):
    member = make_person("Member", email="member3@example.org")
    group = make_group("Play Streets", members=(member, asker))
    make_question(author=asker, asked=QuestionAudience(group=group))
    (mail,) = mails_to("member3@example.org")
    assert "A question for Play Streets" in mail
    assert "asker@example.org" not in mail
    assert mails_to("asker@example.org") == []


def test_the_asker_hears_of_advice(question):
    make_advice(question, "Ask for form 7.")
    (mail,) = mails_to("asker@example.org")
    assert "Ask for form 7." in mail


def test_the_asker_marks_several_answers_and_takes_the_marks_back(client, question, asker):
    one, two = make_advice(question), make_advice(question, "Or ask the police.")
    sign_in(client, asker)
    path = f"/questions/{question.numbered_slug}"
    send(client, f"/questions/{question.id}/mark-answer/{one.id}", page=path)
    send(client, f"/questions/{question.id}/mark-answer/{two.id}", page=path)
    assert question.state == QuestionState.ANSWERED
    assert question.answered_at is not None
    assert thread_document(question).state == "answered"
    send(client, f"/questions/{question.id}/unmark-answer/{one.id}", page=path)
    assert question.state == QuestionState.ANSWERED
    send(client, f"/questions/{question.id}/unmark-answer/{two.id}", page=path)
    assert question.state == QuestionState.WAITING
    assert question.answered_at is None


def test_nobody_but_the_asker_marks_and_only_comments_of_this_question(app, question, asker):
    advice = make_advice(question)
    elsewhere = make_comment(make_barrier(council=make_council()))
    other = sign_in(app.test_client(), make_person())
    path = f"/questions/{question.numbered_slug}"
    assert send(other, f"/questions/{question.id}/mark-answer/{advice.id}", page=path).status_code == 403
    own = sign_in(app.test_client(), asker)
    assert send(own, f"/questions/{question.id}/mark-answer/{elsewhere.id}", page=path).status_code == 404
    assert db.session.scalar(select(AnswerMark.comment_id)) is None


def test_four_weeks_after_an_answer_the_asker_is_asked_once_what_was_used(question):
    advice = make_advice(question)
    mark_answer(question=question, comment=advice)
    commit()
    assert not any("How did it go?" in one for one in mails_to("asker@example.org"))
    with clock.travelled_to(clock.now() + timedelta(weeks=4, hours=1)):
        work()
        work()
        asked = [one for one in mails_to("asker@example.org") if "How did it go?" in one]
    assert len(asked) == 1
    assert f"/questions/{question.id}/what-was-used" in asked[0]


def test_nobody_is_asked_what_was_used_where_it_was_told_or_unmarked(question):
    advice = make_advice(question)
    mark_answer(question=question, comment=advice)
    unmark_answer(question=question, comment=advice)
    commit()
    with clock.travelled_to(clock.now() + timedelta(weeks=5)):
        assert not any("How did it go?" in one for one in mails_to("asker@example.org"))


def test_what_was_used_stands_on_the_page_and_in_search(client, question, asker):
    advice = make_advice(question)
    mark_answer(question=question, comment=advice)
    commit()
    sign_in(client, asker)
    path = f"/questions/{question.id}/what-was-used"
    assert send(client, path).status_code == 422
    assert send(client, path, used=[str(advice.id)], words="The desk rang back at once.").status_code == 303
    page = main_of(client.get(f"/questions/{question.numbered_slug}"))
    assert "They used this" in page
    assert "The desk rang back at once." in page
    assert "rang back" in thread_document(question).text


def test_what_was_used_may_be_a_comment_that_was_not_marked(question):
    answer, other = make_advice(question), make_advice(question, "Or this.")
    mark_answer(question=question, comment=answer)
    tell_what_was_used(question=question, used={other.id}, words="")
    commit()
    assert db.session.get(AnswerMark, other.id).was_used
    assert not db.session.get(AnswerMark, answer.id).was_used


@pytest.mark.parametrize("name", ["visitor", "other", "asker", "moderator"])
def test_who_may_do_what_with_a_question(app, question, asker, name):
    people = {"visitor": None, "asker": asker}
    person = (
        people.get(name)
        if name in people
        else make_person(role="moderator" if name == "moderator" else "member")
    )
    identity = Identity(person=person)
    is_asker = name == "asker"
    assert permissions.may_mark_answer(identity, question) == is_asker
    assert permissions.may_change_question(identity, question) == is_asker
    assert permissions.may_close_question(identity, question) == is_asker
    assert permissions.may_ask_for_help(identity, question) == is_asker
    assert not permissions.may_tell_what_was_used(identity, question)
    assert permissions.may_advise(identity, question) == (name != "visitor")
    question.state = QuestionState.ANSWERED
    assert permissions.may_tell_what_was_used(identity, question) == is_asker
    question.state = QuestionState.CLOSED
    for may in (
        permissions.may_mark_answer, permissions.may_change_question, permissions.may_close_question,
        permissions.may_ask_for_help, permissions.may_advise, permissions.may_tell_what_was_used,
    ):  # fmt: skip
        assert not may(identity, question)


def test_a_question_takes_as_many_statements_with_one_answer_as_with_fifteen(client, asker):
    few, many = make_question(author=asker), make_question("Another", author=asker)
    make_advice(few)
    for number in range(15):
        make_advice(many, f"Advice {number}", group=make_group(members=(make_person(),)))
    counts = []
    for question in (few, many):
        path = f"/questions/{question.numbered_slug}"
        client.get(path)
        with count_statements() as seen:
            assert client.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
