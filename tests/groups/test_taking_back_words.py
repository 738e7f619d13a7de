"""Organisers take back what was said in their group's name: the words stay where they are needed, the name does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, ConfirmationAnswer
from forum.barriers.queries.confirmations import find_round
from forum.core import clock
from forum.core.db import commit, db
from forum.groups.models import Group, Membership
from forum.groups.queries import get_membership
from forum.questions.models import Advice, Offer
from forum.threads.models import GroupStatementRetraction, Visibility
from tests.barriers.loop import answer, claim, reporter_of, request_to
from tests.groups.test_letting_in import mails
from tests.questions.making import make_advice, make_offer, make_question
from tests.stories.making import make_story
from tests.support.factories import (
    csrf_token,
    make_affected,
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)


@pytest.fixture
def organiser(app: Flask) -> Person:
    return make_person("Olive Organiser", email="olive@example.org")


@pytest.fixture
def speaker(app: Flask) -> Person:
    return make_person("Sam Speaker", email="sam@example.org")


@pytest.fixture
def group(organiser: Person, speaker: Person) -> Group:
    group = make_group("Ham Choir", members=(organiser, speaker), claimed_at=clock.now())
    get_membership(group, organiser).is_organiser = True
    commit()
    return group


@pytest.fixture
def client(app: Flask, organiser: Person) -> FlaskClient:
    return sign_in(app.test_client(), organiser)


def take_back(client: FlaskClient, group: Group, kind: str, number: int) -> int:
    token = csrf_token(client, "/groups")
    path = f"/groups/{group.id}/said/{kind}/{number}/take-back"
    status = client.post(path, data={"csrf_token": token}).status_code
    db.session.expire_all()
    return status


def page_of(app: Flask, barrier: Barrier) -> str:
    return app.test_client().get(f"/barriers/{barrier.id}", follow_redirects=True).text


def test_the_list_names_everything_that_is_said_and_nothing_said_without_the_name(
    client: FlaskClient, group: Group, speaker: Person
) -> None:
    make_barrier("Cover for a hall", author=speaker, group=group)
    make_barrier("A hidden thing", author=speaker, group=group, visibility=Visibility.NAMELESS)
    make_affected(make_barrier("A locked bollard"), person=speaker, group=group, words="So were we.")
    make_affected(make_barrier("A quiet one"), person=speaker, group=group, is_nameless=True)
    for_council = make_barrier("For the council alone", visibility=Visibility.COUNCIL)
    make_affected(for_council, person=speaker, group=group, is_nameless=False)
    confirmed = make_barrier("A form of nine pages")
    asked = make_affected(confirmed, person=speaker, group=group)
    claim(confirmed)
    answer(asked, Answer.GONE)
    make_story("How we sang", author=speaker, group=group)
    make_advice(make_question("Who insures choirs?"), author=speaker, group=group)
    make_offer(speaker, group)
    shown = client.get(f"/groups/{group.id}/said").text
    for title in (
        "Cover for a hall",
        "A locked bollard",
        "A form of nine pages",
        "How we sang",
        "Who insures",
    ):
        assert title in shown
    assert shown.count(">Withdraw<") == 7  # the form of nine pages twice, and the offer
    for title in ("A hidden thing", "A quiet one", "For the council alone"):
        assert title not in shown


def test_a_report_loses_the_groups_name_keeps_its_words_and_names_nobody_else(
    app: Flask, client: FlaskClient, group: Group, speaker: Person
) -> None:
    barrier = make_barrier("Cover for a hall", author=speaker, group=group)
    assert "Ham Choir" in page_of(app, barrier)
    assert take_back(client, group, "thread", barrier.id) == 303
    shown = page_of(app, barrier)
    assert "Ham Choir" not in shown
    assert "Sam Speaker" not in shown
    assert "A person who is not named" in shown
    assert "Withdrawn by the group’s organisers on" in shown
    assert "We were told that we need insurance" in shown
    assert barrier.number_of_affected == 1  # a person's now
    assert "Cover for a hall" in client.get(f"/groups/{group.id}/said").text  # under "Withdrawn"
    assert "Cover for a hall" not in app.test_client().get(f"/groups/{group.id}-{group.slug}").text


def test_a_statement_leaves_the_count_and_a_trace(
    app: Flask, client: FlaskClient, group: Group, speaker: Person
) -> None:
    barrier = make_barrier("A locked bollard")
    said = make_affected(barrier, person=speaker, group=group, words="So were we.")
    assert take_back(client, group, "statement", said.id) == 303
    assert barrier.number_of_affected == 1
    shown = page_of(app, barrier)
    assert "So were we." not in shown
    assert "A statement in a group’s name: withdrawn by the group’s organisers on" in shown
    kept = db.session.get(Affected, said.id)
    assert (kept.words, kept.group_id, kept.withdrawn_at is None) == ("So were we.", None, False)


def test_an_answer_leaves_the_tally_and_stays_in_the_trail(
    client: FlaskClient, group: Group, speaker: Person
) -> None:
    barrier = make_barrier(council=make_council("Wexmoor"))
    said = make_affected(barrier, person=speaker, group=group)
    claim(barrier)
    answer(said, Answer.GONE)
    assert find_round(barrier).tally.gone == 1
    assert take_back(client, group, "confirmation", request_to(said).id) == 303
    tally = find_round(barrier).tally
    assert (tally.gone, tally.answers, tally.asked) == (0, 0, 2)
    assert db.session.scalars(select(ConfirmationAnswer.answer)).all() == [Answer.GONE]


@pytest.mark.parametrize("kind", ["confirmation", "statement"])
def test_a_removal_that_rested_on_what_is_taken_back_is_confirmed_no_more(
    client: FlaskClient, group: Group, speaker: Person, kind: str
) -> None:
    barrier = make_barrier(council=make_council("Wexmoor"))
    said = make_affected(barrier, person=speaker, group=group)
    claim(barrier)
    answer(said, Answer.GONE)
    clock.forward(timedelta(days=20))
    answer(reporter_of(barrier), Answer.NOT_TRIED)
    assert barrier.state == State.REMOVED
    number = request_to(said).id if kind == "confirmation" else said.id
    assert take_back(client, group, kind, number) == 303
    assert barrier.state != State.REMOVED
    assert find_round(barrier).tally.gone == 0


def test_a_story_advice_and_an_offer_lose_the_groups_name(
    app: Flask, client: FlaskClient, group: Group, speaker: Person
) -> None:
    story = make_story("How we sang", author=speaker, group=group)
    question = make_question("Who insures choirs?")
    comment = make_advice(question, author=speaker, group=group)
    offer = make_offer(speaker, group)
    for kind, number in (("thread", story.id), ("advice", comment.id), ("offer", offer.id)):
        assert take_back(client, group, kind, number) == 303
    visitor = app.test_client()
    told = visitor.get(f"/stories/{story.id}", follow_redirects=True).text
    assert "Ham Choir" not in told
    assert "Sam Speaker" not in told
    assert "Withdrawn by the group’s organisers on" in told
    advice = visitor.get(f"/questions/{question.id}", follow_redirects=True).text
    assert "Ham Choir" not in advice
    assert "Withdrawn by the group’s organisers on" in advice
    assert db.session.get(Offer, offer.id).stopped_at is not None
    assert db.session.get(Advice, comment.id).group_id is None
    assert len(db.session.scalars(select(GroupStatementRetraction)).all()) == 3


def test_who_said_it_and_the_organisers_hear_of_it_once(
    client: FlaskClient, group: Group, speaker: Person, organiser: Person
) -> None:
    barrier = make_barrier("Cover for a hall", author=speaker, group=group)
    take_back(client, group, "thread", barrier.id)
    assert take_back(client, group, "thread", barrier.id) == 303
    told = {one["to"]: one for one in mails()}
    assert set(told) == {speaker.email, organiser.email}
    assert told[speaker.email]["subject"].startswith("Withdrawn by the organisers of Ham Choir")
    assert "Olive Organiser withdrew" in told[organiser.email]["subject"]


@pytest.mark.parametrize(("who", "status"), [("speaker", 403), ("moderator", 403), ("other", 403)])
def test_only_the_groups_own_organisers_take_back(
    app: Flask, group: Group, speaker: Person, who: str, status: int
) -> None:
    barrier = make_barrier(author=speaker, group=group)
    other = make_person()
    elsewhere = make_group("Another Choir", claimed_at=clock.now())
    db.session.add(
        Membership(group_id=elsewhere.id, person_id=other.id, is_organiser=True, created_at=clock.now())
    )
    commit()
    people = {"speaker": speaker, "moderator": make_person(role="moderator"), "other": other}
    client = app.test_client()
    if who in people:
        sign_in(client, people[who])
        assert client.get(f"/groups/{group.id}/said").status_code == 403
    assert take_back(client, group, "thread", barrier.id) == status
    assert barrier.group_id == group.id
    if who == "other":  # nor through the list of a group of one's own
        assert take_back(client, elsewhere, "thread", barrier.id) == 303
        assert barrier.group_id == group.id


def test_what_was_said_without_the_name_cannot_be_taken_back_by_guessing_its_number(
    client: FlaskClient, group: Group, speaker: Person
) -> None:
    hidden = make_barrier(author=speaker, group=group, visibility=Visibility.NAMELESS)
    quiet = make_affected(make_barrier(), person=speaker, group=group, is_nameless=True)
    assert take_back(client, group, "thread", hidden.id) == 303
    assert take_back(client, group, "statement", quiet.id) == 303
    assert hidden.group_id == group.id
    assert quiet.withdrawn_at is None
    assert take_back(client, group, "poem", 1) == 404
