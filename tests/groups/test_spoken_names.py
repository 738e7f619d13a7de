"""Whatever a group can say: one that nobody has claimed is called so beside it, and organisers hear of all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.affected import add_affected
from forum.barriers.actions.corrections import correct_question_answer, correct_report
from forum.barriers.actions.report import report_barrier
from forum.barriers.actions.respond import answer_question
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, QuestionAnswer
from forum.barriers.report_input import Experience, ReportInput
from forum.core import clock
from forum.core.db import commit, db
from forum.groups.models import Direction, Group, Membership
from forum.groups.resources import add_resource
from forum.questions.recipients import QuestionAudience
from forum.stories.actions.publish import StoryText, tell_story
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from tests.barriers.loop import answer, claim, move
from tests.groups.test_letting_in import mails
from tests.questions.making import make_advice, make_offer, make_question
from tests.stories.making import make_outcome, make_story
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    saved,
    sign_in,
)

Said = tuple[str, str]
"""What was said, as a mail names it, and the page where it is read."""


def report(person: Person, group: Group) -> Said:
    words = ReportInput(
        title="Cover for a hall",
        what_happened="They ask for more.",
        category="venue",
        similar_seen=True,
        visibility=Visibility.PUBLIC,
    )
    barrier = report_barrier(report=words, author=person, group=group, council=group.council)
    return barrier.title, f"/barriers/{barrier.id}"


def correct(person: Person, group: Group) -> Said:
    barrier = make_barrier("Cover for a small hall", author=person, group=group)
    correct_report(barrier=barrier, person=person, words={"title": "Cover for a hall", "body": "More."})
    return "Cover for a hall", f"/barriers/{barrier.id}"


def state(person: Person, group: Group) -> Said:
    barrier = make_barrier("A locked bollard")
    add_affected(barrier=barrier, person=person, group=group, experience=Experience(words="So were we."))
    return barrier.title, f"/barriers/{barrier.id}"


def confirm(person: Person, group: Group) -> Said:
    barrier = make_barrier("A form of nine pages", council=group.council)
    said = make_affected(barrier, person=person, group=group, words="Nine pages.")
    claim(barrier)
    answer(said, Answer.GONE)
    return barrier.title, f"/barriers/{barrier.id}"


def answer_the_council(person: Person, group: Group) -> Said:
    barrier = make_barrier("No ramp at the hall", author=person, group=group, council=group.council)
    move(barrier, State.NEEDS_INFO, question="Which hall?")
    answer_question(barrier=barrier, person=person, role=Role.REPORTER, words="The old one.")
    return barrier.title, f"/barriers/{barrier.id}"


def tell(person: Person, group: Group) -> Said:
    words = StoryText(
        title="How we sang", summary="We sang.", did="We sang in the park.", happened="They came."
    )
    story = tell_story(words=words, author=person, group=group, council=group.council)
    return story.title, f"/stories/{story.id}"


def measure(person: Person, group: Group) -> Said:
    story = make_story("How we sang on", author=person, group=group)
    make_outcome(story)
    return story.title, f"/stories/{story.id}"


def ask(person: Person, group: Group) -> Said:
    question = make_question("Who insures choirs?", author=person, group=group)
    return question.title, f"/questions/{question.id}"


def advise(person: Person, group: Group) -> Said:
    question = make_question("Who owns the green?")
    make_advice(question, author=person, group=group)
    return question.title, f"/questions/{question.id}"


def offer(person: Person, group: Group) -> Said:
    return make_offer(person, group).words, "/offers"


def lend(person: Person, group: Group) -> Said:
    listed = add_resource(
        group=group,
        by=person,
        direction=Direction.OFFERED,
        kind="venue",
        words="A piano on wheels",
        terms="free",
        until=clock.today() + timedelta(days=9),
    )
    return listed.words, "/resources"


WAYS: tuple[Callable[[Person, Group], Said], ...] = (
    report, correct, state, confirm, answer_the_council, tell, measure, ask, advise, offer, lend,
)  # fmt: skip


@pytest.fixture
def speaker(app: Flask) -> Person:
    return make_person("Sam Speaker", email="sam@example.org")


@pytest.fixture
def group(speaker: Person) -> Group:
    """A group that nobody has claimed."""
    council = make_council("Wexmoor")
    return make_group("Ham Choir", council=council, area_id=make_area(council).id, members=(speaker,))


@pytest.fixture
def organiser(group: Group) -> Person:
    """Who claimed it after all."""
    person = make_person("Olive Organiser", email="olive@example.org")
    group.claimed_at = clock.now()
    saved(Membership(group_id=group.id, person_id=person.id, is_organiser=True, created_at=clock.now()))
    return person


def bare_names(text: str) -> list[str]:
    """Return where the group is named without saying that nobody has claimed it, with the words around."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text.partition("<main")[2] or text))
    return re.findall(r".{0,30}Ham Choir(?! \(not yet claimed\)).{0,30}", words)


@pytest.mark.parametrize("say", WAYS)
def test_organisers_hear_once_of_whatever_is_said_in_the_groups_name(
    group: Group, organiser: Person, speaker: Person, say: Callable[[Person, Group], Said]
) -> None:
    title, _page = say(speaker, group)
    commit()
    told = [one for one in mails() if one["subject"].startswith("Posted in the name of")]
    assert [(one["to"], one["subject"]) for one in told] == [
        (organiser.email, f"Posted in the name of Ham Choir: {title}")
    ]
    assert f"/groups/{group.id}/said" in told[0]["text"]
    assert "Sam Speaker" in told[0]["text"]


def test_organisers_hear_of_a_corrected_answer_to_the_council(
    group: Group, organiser: Person, speaker: Person
) -> None:
    title, _page = answer_the_council(speaker, group)
    given = db.session.scalars(select(QuestionAnswer)).one()
    barrier = db.session.get_one(Barrier, given.barrier_id)
    correct_question_answer(answer=given, barrier=barrier, person=speaker, words="The new one.")
    commit()
    told = [one["text"] for one in mails() if one["to"] == organiser.email]
    assert len(told) == 2
    assert f"corrected an answer to the council in the name of Ham Choir:\n\n  {title}" in told[1]


@pytest.mark.parametrize("say", WAYS)
def test_beside_whatever_an_unclaimed_group_says_stands_that_it_is_not_claimed(
    client: FlaskClient, group: Group, speaker: Person, say: Callable[[Person, Group], Said]
) -> None:
    _title, page = say(speaker, group)
    commit()
    shown = client.get(page, follow_redirects=True).text
    assert "Ham Choir (not yet claimed)" in shown
    assert bare_names(shown) == []


@pytest.mark.usefixtures("own_index")
def test_lists_that_lead_to_an_unclaimed_group_say_so_too(
    client: FlaskClient, group: Group, speaker: Person
) -> None:
    make_barrier("Choir cover for a hall", author=speaker, group=group, state=State.REMOVED)
    make_story("A choir in the park", author=speaker, group=group)
    make_offer(speaker, group, words="We insure a choir")
    ward = make_area(group.council, "Fenwick")
    group.area_id = ward.id
    beside = make_group("Next Door", council=group.council, area_id=ward.id)
    commit()
    pages = (
        "/groups",
        "/stories",
        "/offers",
        "/search?q=choir",
        "/who-can-help?want=choir",
        f"/councils/wexmoor/areas/{ward.slug}",
        f"/groups/{beside.id}-next-door",
        f"/questions/ask?group={group.id}",
    )
    rebuild_index()
    for page in pages:
        shown = client.get(page).text
        assert "Ham Choir (not yet claimed)" in shown, page
        assert bare_names(shown) == [], page


def test_whom_to_ask_beside_a_question_is_marked_as_well(app: Flask, group: Group, speaker: Person) -> None:
    make_barrier("Cover for a hall", author=speaker, group=group, state=State.REMOVED)
    with app.test_request_context():
        shown = app.jinja_env.get_template("threads/_who_to_ask.html").render(who_to_ask=[group])
    assert "Ham Choir (not yet claimed)" in shown


def test_mails_that_name_an_unclaimed_group_say_so(group: Group, speaker: Person) -> None:
    make_question("Who insures choirs?", asked=QuestionAudience(group=group))
    [mail] = [one for one in mails() if one["to"] == speaker.email]
    assert "Ham Choir (not yet claimed)" in mail["subject"]
    assert bare_names(mail["text"]) == []


def test_nothing_said_without_the_groups_name_is_told(
    app: Flask, group: Group, organiser: Person, speaker: Person
) -> None:
    barrier: Barrier = make_barrier(
        "A quiet report", author=speaker, group=group, council=group.council, visibility=Visibility.NAMELESS
    )
    move(barrier, State.NEEDS_INFO, question="Which hall?")
    answer_question(barrier=barrier, person=speaker, role=Role.REPORTER, words="The old one.")
    correct_report(barrier=barrier, person=speaker, words={"title": "A quieter report", "body": "More."})
    commit()
    assert [one for one in mails() if one["subject"].startswith("Posted in")] == []
    assert "quiet" not in sign_in(app.test_client(), organiser).get(f"/groups/{group.id}/said").text
