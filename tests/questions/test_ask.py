"""Asking: its steps, what is kept, and who publishes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.follows.models import Follow
from forum.questions.models import Question
from forum.questions.vocabulary import QuestionState
from forum.threads.models import Draft, Visibility
from tests.questions.making import make_question
from tests.support.factories import (
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)
from tests.threads.pages import main_of, send

WORDS = {"title": "How did you get a street closed?", "body": "We want to play out."}


def the_question() -> Question:
    return db.session.scalars(select(Question)).one()


@pytest.fixture
def person(client):
    person = make_person("Amina Sherwood")
    sign_in(client, person)
    return person


def test_a_member_asks_in_two_steps_and_follows_the_question(client, person):
    answer = send(client, "/questions/ask", **WORDS)
    assert answer.status_code == 303
    assert "Is it answered already?" in client.get(answer.location).text
    answer = send(client, answer.location)
    question = the_question()
    assert answer.location == f"/questions/{question.numbered_slug}"
    assert (question.title, question.state) == (WORDS["title"], QuestionState.WAITING)
    assert db.session.scalar(select(Follow.person_id).where(Follow.key == str(question.id))) == person.id
    page = main_of(client.get(answer.location))
    assert "Amina Sherwood" in page
    assert "Asked today" in page


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_is_kept(client, person):
    answer = send(client, "/questions/ask", title="", body="We want to play out.", tags="play")
    assert answer.status_code == 422
    page = main_of(answer)
    assert "Write your question in one line." in page
    assert "We want to play out." in page
    assert 'value="play"' in page
    assert db.session.scalar(select(Draft.id)) is None


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("title", "x" * 121, "120 characters or fewer"),
        ("body", "x" * 20_001, "characters or fewer"),
        ("category", "made-up", "Choose one of the answers shown"),
        ("council_name", "Nowhere at all", "We cannot find a council with that name"),
        ("tags", ",".join(f"tag{n}" for n in range(9)), "8 tags or fewer"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(client, person, field, words, said):
    answer = send(client, "/questions/ask", **(WORDS | {field: words}))
    assert answer.status_code == 422
    assert said in main_of(answer)


def test_a_visitor_is_led_through_a_mailed_link_and_loses_nothing(client, app):
    answer = send(client, "/questions/ask", **WORDS)
    answer = send(client, answer.location, name="Nadia", email="nadia@example.org")
    assert "nadia@example.org" in client.get(answer.location).text
    assert db.session.scalar(select(Question.id)) is None
    row = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "sign_in_link")).one()
    publish = row.payload["next_path"]
    person = make_person("Nadia", email="nadia@example.org")
    other = sign_in(app.test_client(), person)
    assert WORDS["body"] in main_of(other.get(publish))
    assert send(other, publish).location == f"/questions/{the_question().numbered_slug}"
    assert the_question().author_id == person.id


def test_a_visitors_wrong_address_is_said_and_kept(client, app):
    answer = send(client, "/questions/ask", **WORDS)
    answer = send(client, answer.location, name="Nadia", email="not an address")
    assert answer.status_code == 422
    assert "not an address" in main_of(answer)


def test_publishing_twice_makes_one_question(client, person):
    step = send(client, "/questions/ask", **WORDS).location
    token_page = client.get(step)
    token = token_page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    first = client.post(step, data={"csrf_token": token})
    second = client.post(step, data={"csrf_token": token})
    assert first.status_code == second.status_code == 303
    the_question()


def test_nobody_opens_the_draft_of_another(client, person, app):
    step = send(client, "/questions/ask", **WORDS).location
    other = sign_in(app.test_client(), make_person())
    assert other.get(step).status_code == 404
    assert app.test_client().get(step).location.startswith("/sign-in")


def test_a_draft_is_kept_while_typing_and_found_again(client, person):
    step = send(client, "/questions/ask", **WORDS).location.replace("similar", "write")
    assert send(client, f"{step}/keep", page=step, title="Another title", body="More").status_code == 204
    assert client.get("/questions/ask").location == step
    page = main_of(client.get(step))
    assert "Another title" in page
    assert "More" in page


def test_the_address_fills_the_form_in(client, person):
    council = make_council("Wexmoor")
    barrier = make_barrier("Cover for a street party", council=council)
    page = main_of(client.get(f"/questions/ask?about={barrier.id}&title=How+did+you%3F&council={council.id}"))
    assert "How did you?" in page
    assert "Wexmoor Borough Council" in page
    assert "Cover for a street party" in page


def test_a_place_in_words_is_found_too(client, person):
    make_council("Wexmoor")
    assert "Wexmoor Borough Council" in main_of(client.get("/questions/ask?place=Wexmoor"))


def test_a_council_with_several_meanings_is_asked_for(client, person):
    make_council("Northmoor East")
    make_council("Northmoor West")
    answer = send(client, "/questions/ask", **WORDS, council_name="Northmoor")
    assert answer.status_code == 422
    assert "Northmoor East Borough Council" in main_of(answer)


@pytest.mark.parametrize("hidden", [{"visibility": Visibility.COUNCIL}, {"hidden": True}])
def test_a_question_says_nothing_of_a_thread_that_not_everybody_can_read(client, person, hidden):
    council = make_council()
    barrier = make_barrier("A secret title", council=council, visibility=hidden.get("visibility", "public"))
    if "hidden" in hidden:
        barrier.hidden_at = clock.now()
        commit()
    assert "A secret title" not in client.get(f"/questions/ask?about={barrier.id}&asks=them").text
    step = send(client, f"/questions/ask?about={barrier.id}&asks=them", **WORDS).location
    send(client, step)
    question = the_question()
    assert question.about_thread_id is None
    assert not question.asks_reporter


def test_what_becomes_hidden_later_leaves_the_question(client, app):
    council = make_council()
    barrier = make_barrier("A secret title", council=council)
    question = make_question(about=barrier)
    assert "A secret title" in client.get(f"/questions/{question.numbered_slug}").text
    barrier.visibility = Visibility.COUNCIL
    commit()
    assert "A secret title" not in client.get(f"/questions/{question.numbered_slug}").text


def test_nobody_asks_in_the_name_of_a_group_they_are_not_in(client, person):
    own, other = make_group("Own", members=(person,)), make_group("Other")
    answer = send(client, "/questions/ask", **WORDS, group=str(other.id))
    assert answer.status_code == 422
    answer = send(client, "/questions/ask", **WORDS, group=str(own.id))
    send(client, answer.location)
    assert the_question().group_id == own.id
