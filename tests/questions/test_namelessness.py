"""Asking the group that got past it, where it asked not to be named: nothing says who it is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from forum.barriers.lifecycle.states import State
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.groups.models import Membership
from forum.questions.models import Advice, Question
from forum.questions.queries.matches import find_helpers
from forum.questions.queries.offers import list_candidates, list_past
from forum.threads.documents import comment_document, thread_document
from forum.threads.models import Comment, Visibility
from tests.questions.making import make_advice, make_offer, make_question, work
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_group,
    make_person,
    saved,
    sign_in,
)
from tests.threads.pages import send

WORDS = {"title": "How did you get past it?", "body": "Please tell us."}
SECRET = re.compile(r"Zephyrine|Quillfeather|zephyrine@")


@pytest.fixture
def hidden(app):
    """Who reported a barrier without their name, and whose group it is."""
    person = make_person("Zephyrine Vole", email="zephyrine@example.org")
    person.group = make_group("Quillfeather Society", members=(person,))
    return person


@pytest.fixture
def barrier(hidden):
    return make_barrier(
        "Cover for a hall",
        council=make_council("Testham"),
        author=hidden,
        group=hidden.group,
        state=State.REMOVED,
        visibility=Visibility.NAMELESS,
    )


@pytest.fixture
def question(client, app, barrier):
    asker = app.test_client()
    sign_in(asker, make_person("Asker"))
    step = send(asker, f"/questions/ask?about={barrier.id}&asks=them", **WORDS).location
    assert SECRET.search(asker.get(step).text) is None
    answer = send(asker, step)
    assert SECRET.search(answer.location) is None
    question = db.session.scalars(select(Question)).one()
    question.asker_client = asker
    return question


def mails() -> list[dict[str, str]]:
    work()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows if "Your reference number" not in row.payload["text"]]  # receipts


def everybodys_pages(app, question) -> list[str]:
    paths = [
        f"/questions/{question.numbered_slug}", "/questions", "/questions?unanswered=1",
        "/search?q=past", "/offers", f"/barriers/{question.about_thread_id}",
    ]  # fmt: skip
    clients = [app.test_client(), sign_in(app.test_client(), make_person("Passer-by")), question.asker_client]
    return [one.get(path, follow_redirects=True).text for one in clients for path in paths]


def test_the_link_on_a_barrier_is_the_same_for_named_and_nameless(app, client, barrier):
    link = f"/questions/ask?about={barrier.id}&amp;asks=them"
    assert link in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    barrier.visibility = Visibility.PUBLIC
    commit()
    assert link in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text


def test_no_column_of_the_question_names_the_group(question, hidden):
    assert question.asked_group_id is None
    assert question.asks_reporter
    assert hidden.id != question.author_id


def test_only_the_reporter_is_told_not_the_group_so_that_joining_it_reveals_nothing(question, hidden):
    spy = make_person("Spy", email="spy@example.org")
    make_group("Another", members=(spy,))
    sent = mails()
    assert [one["to"] for one in sent] == ["zephyrine@example.org"]
    text = sent[0]["text"]
    assert "You asked not to be named there" in text
    assert "Quillfeather" not in text


def test_a_member_of_the_nameless_group_is_not_told_either(app, question, hidden):
    member = make_person("Member", email="member2@example.org")
    saved(Membership(group_id=hidden.group.id, person_id=member.id, created_at=clock.now()))
    assert {one["to"] for one in mails()} == {"zephyrine@example.org"}


def test_the_answer_of_the_nameless_carries_no_name_on_any_page(app, question, hidden):
    client = sign_in(app.test_client(), hidden)
    page = client.get(f"/questions/{question.id}/advise").text
    assert "You asked not to be named there" in page
    assert 'name="group"' not in page
    answer = send(
        client, f"/questions/{question.id}/advise", body="We rang the insurer.", kind="suggestion",
        basis="did_it", group=str(hidden.group.id),
    )  # fmt: skip
    assert answer.status_code == 422  # a group that was not offered
    answer = send(
        client,
        f"/questions/{question.id}/advise",
        body="We rang the insurer.",
        kind="suggestion",
        basis="did_it",
    )
    assert answer.status_code == 303
    pages = everybodys_pages(app, question)
    assert [page for page in pages if SECRET.search(page)] == []
    assert "The group that was asked" in pages[0]
    assert "We rang the insurer." in pages[0]


def test_a_plain_comment_and_a_quote_of_the_nameless_carry_no_name_either(app, question, hidden):
    send(sign_in(app.test_client(), hidden), f"/questions/{question.id}/advise", body="Ring us up.")
    comment = db.session.scalars(select(Comment)).one()
    quoted = question.asker_client.get(
        f"/threads/{question.id}/comment?quote={comment.id}", follow_redirects=True
    ).text
    assert SECRET.search(quoted) is None
    assert [page for page in everybodys_pages(app, question) if SECRET.search(page)] == []


def test_even_the_action_does_not_store_a_nameless_answerers_group(question, hidden):
    comment = make_advice(question, author=hidden, group=hidden.group)
    assert db.session.get(Advice, comment.id).group_id is None


def test_a_group_stored_by_mistake_is_not_shown(app, question, hidden):
    comment = make_advice(question, author=hidden)
    db.session.get(Advice, comment.id).group_id = hidden.group.id
    commit()
    assert [page for page in everybodys_pages(app, question) if SECRET.search(page)] == []


def test_mails_to_followers_and_the_asker_carry_no_name(question, hidden):
    make_advice(question, "We rang the insurer.", author=hidden)
    others = [one for one in mails() if one["to"] != "zephyrine@example.org"]
    assert others
    assert [one for one in others if SECRET.search(str(one))] == []


def test_search_documents_carry_no_name(question, hidden):
    comment = make_advice(question, author=hidden)
    assert SECRET.search(repr(thread_document(question))) is None
    assert SECRET.search(repr(comment_document(comment))) is None
    assert comment_document(comment).author is None


def test_the_reporter_cannot_be_asked_by_themselves_which_would_show_who_they_are(app, barrier, hidden):
    client = sign_in(app.test_client(), hidden)
    step = send(client, f"/questions/ask?about={barrier.id}&asks=them", **WORDS).location
    send(client, step)
    question = db.session.scalars(select(Question)).one()
    assert not question.asks_reporter


def test_matching_knows_nothing_of_what_was_said_without_a_name(app, barrier, hidden):
    make_offer(hidden, hidden.group, topics=["money_cash"])
    make_offer(hidden, None, topics=["money_cash"])
    public = make_barrier("Same", council=make_council(), state=State.REMOVED)
    make_affected(public, person=hidden, group=hidden.group, is_nameless=True)
    question = make_question(category="insurance")
    assert list_candidates(question) == []
    assert find_helpers(question) == []
    everything = list_candidates(make_question(category=""))
    assert not any(list_past(everything, "insurance").values())


def test_moderators_see_the_name_as_they_do_everywhere(app, question, hidden):
    make_advice(question, author=hidden)
    moderator = sign_in(app.test_client(), make_person(role="moderator"))
    assert "Zephyrine Vole" in moderator.get(f"/questions/{question.numbered_slug}").text
