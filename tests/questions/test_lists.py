"""Lists of questions, those that wait, changing and taking back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.questions.actions.advice import mark_answer
from forum.questions.actions.questions import close_question
from forum.questions.queries.questions import QuestionFilters, count_waiting, get_about
from forum.threads.documents import thread_document
from forum.threads.models import ThreadTag
from tests.questions.making import make_advice, make_question
from tests.support.factories import make_barrier, make_council, make_person, sign_in
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send

pytestmark = pytest.mark.sql


def titles(text: str) -> list[str]:
    return re.findall(r'card__title"><a href="[^"]+">([^<]+)<', text)


def test_those_that_wait_stand_oldest_first_with_their_age(client):
    make_question("Young", days=1)
    make_question("Old", days=23)
    answered = make_question("Answered", days=40)
    mark_answer(question=answered, comment=make_advice(answered))
    commit()
    page = client.get("/questions?unanswered=1").text
    assert titles(page) == ["Old", "Young"]
    assert "Waiting 23 days" in page
    assert "Waiting 1 day<" in page
    assert titles(client.get("/questions").text) == ["Young", "Old", "Answered"]


def test_the_list_says_how_many_wait_and_for_how_long(client):
    make_question(days=23)
    make_question(days=2)
    words = " ".join(main_of(client.get("/questions")).split())
    assert "2 questions wait for an answer, the oldest for 23 days." in words


def test_hidden_and_taken_back_ones_are_in_no_list_and_no_count(client):
    hidden, closed = make_question("Hidden"), make_question("Closed")
    hidden.hidden_at = clock.now()
    close_question(question=closed)
    commit()
    assert count_waiting().number == 0
    for path in ("/questions", "/questions?unanswered=1", "/questions?state=waiting"):
        assert titles(client.get(path).text) == []
    assert client.get(f"/questions/{hidden.numbered_slug}").status_code == 404
    assert client.get(f"/questions/{closed.numbered_slug}").status_code == 200


def test_it_is_narrowed_by_council_category_and_state(client):
    council = make_council("Wexmoor")
    make_question("Here", council=council, category="insurance")
    make_question("Elsewhere", category="other")
    assert titles(client.get("/questions?council=wexmoor").text) == ["Here"]
    assert titles(client.get("/questions?category=other").text) == ["Elsewhere"]
    assert titles(client.get("/questions?state=answered").text) == []
    assert client.get("/questions?state=nonsense&category=nonsense&council=nowhere").status_code == 200


def test_a_question_knows_the_thread_it_is_about(app):
    barrier = make_barrier(council=make_council())
    assert get_about(make_question(about=barrier)) == barrier
    assert get_about(make_question("Another")) is None


def test_a_list_takes_as_many_statements_with_one_row_as_with_twenty(client):
    counts = []
    for number in (1, 19):
        for each in range(number):
            make_question(f"Question {each}", council=make_council(), tags=("one", f"tag{each}"))
        for path in ("/questions", "/questions?unanswered=1"):
            with count_statements() as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]
    assert max(counts) <= 6


def test_a_question_is_found_by_its_words_state_and_category(app):
    council = make_council()
    question = make_question("Play street", council=council, category="insurance", tags=("play",))
    document = thread_document(question)
    assert (document.kind, document.state, document.category) == ("question", "waiting", "insurance")
    assert document.council_id == council.id
    assert document.tags == ("play",)
    assert "play out" in document.text


def test_an_old_address_leads_to_the_new_one(client):
    question = make_question()
    assert client.get(f"/questions/{question.id}-old-words").status_code == 308
    assert client.get(f"/questions/{question.id}").location == f"/questions/{question.numbered_slug}"
    assert client.get("/questions/2147483647").status_code == 404


@pytest.fixture
def own(client):
    person = make_person()
    sign_in(client, person)
    return make_question(author=person)


def test_the_asker_changes_the_words(client, own):
    path = f"/questions/{own.id}/edit"
    page = client.get(path).text
    version = re.search(r'name="began_with"[^>]*value="(\w+)"', page)
    assert version is not None
    answer = send(client, path, title="New words", body="More", tags="play", began_with=version[1])
    assert answer.location == f"/questions/{own.id}-new-words"
    assert "More" in client.get(answer.location).text
    assert db.session.scalar(select(ThreadTag.thread_id)) == own.id


def test_a_second_change_from_an_old_page_loses_nothing_and_saves_nothing(client, own):
    path = f"/questions/{own.id}/edit"
    mark = re.search(r'name="began_with"[^>]*value="(\w+)"', client.get(path).text)[1]
    send(client, path, title="First", body="First body", began_with=mark)
    answer = send(client, path, title="Second", body="Second body", began_with=mark)
    assert answer.status_code == 409
    assert "Someone else changed this" in answer.text
    assert "<del>" in answer.text
    assert "Second body" in answer.text
    assert own.title == "First"


def test_others_change_and_take_back_nothing(app, own):
    other = sign_in(app.test_client(), make_person())
    assert other.get(f"/questions/{own.id}/edit").status_code == 403
    assert other.get(f"/questions/{own.id}/close").status_code == 403


def test_the_asker_takes_it_back_and_the_advice_stays(client, own):
    make_advice(own, "Kept words")
    assert send(client, f"/questions/{own.id}/close").status_code == 303
    page = client.get(f"/questions/{own.numbered_slug}").text
    assert "Kept words" in page
    assert "has withdrawn it" in page
    assert count_waiting(QuestionFilters()).number == 0
