"""Who gets which mail, and what no mail may say."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from config import ROOT
from forum.barriers.actions.affected import add_affected
from forum.barriers.actions.report import report_barrier
from forum.barriers.actions.respond import answer_question, respond
from forum.barriers.actions.transition import transition
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.report_input import Experience, ReportInput
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.notifications import handlers
from forum.threads.actions.comments import post_comment
from forum.threads.models import Visibility
from tests.barriers.loop import answer, claim, reporter_of, request_to
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
)

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def author(app):
    return make_person("Amina Yusuf", email="amina@example.org")


@pytest.fixture
def barrier(council, author):
    barrier = make_barrier("Hall hire insurance", council=council, author=author)
    watch(barrier, author)
    return barrier


def watch(barrier, *people):
    for person in people:
        follow(thread=barrier, person=person)
    commit()


def mails():
    """Let the worker do all but send; gives the mails that wait, by their reader."""
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows]


def readers():
    return sorted(mail["to"] for mail in mails())


def report(council, author, *, visibility=Visibility.PUBLIC, **given):
    made = report_barrier(
        report=ReportInput(
            title="No ramp at the hall",
            what_happened="Three steps, and no rail.",
            category="venue",
            visibility=visibility,
            similar_seen=True,
        ),
        author=author,
        council=council,
        **given,
    )
    commit()
    return made


def say(barrier, officer, kind=ResponseKind.LOOK_INTO, **typed):
    typed.setdefault("public_note", "We ask our insurer.")
    made = respond(
        barrier=barrier,
        person=officer.person,
        role=Role.LEAD,
        kind=kind,
        given=TransitionInput(today=clock.today(), **typed),
        seen=None,
    )
    commit()
    return made


def test_the_officers_of_its_department_are_told_of_a_report(council, author):
    department = make_department(council)
    own, other = make_officer(council), make_officer(council)
    own.department_id = department.id
    commit()
    barrier = report(council, author, department=department)
    (mail,) = mails()
    assert mail["to"] == own.person.email != other.person.email
    assert "Amina Yusuf" in mail["text"]
    assert f"/barriers/{barrier.id}-no-ramp" in mail["text"]


def test_without_a_department_the_leads_are_told_and_without_leads_all(council, author):
    make_officer(council)
    make_officer(council)
    report(council, author)
    assert len(readers()) == 2
    lead = make_officer(council, is_lead=True)
    report(council, author)
    assert readers().count(lead.person.email) == 1
    assert len(readers()) == 3


def test_an_unclaimed_council_is_told_at_its_public_contact(council, author):
    report(council, author)
    (mail,) = mails()
    assert mail["to"] == council.contact_email
    assert "Three steps" in mail["text"]
    assert "What is Clearway?" in mail["text"]
    assert "Amina" not in mail["text"]


def test_what_is_for_the_council_only_is_not_in_a_mail_to_a_public_address(council, author):
    report(council, author, visibility=Visibility.COUNCIL)
    (mail,) = mails()
    assert "ramp" not in mail["text"] + mail["subject"]
    assert "Three steps" not in mail["text"]
    assert "Amina" not in mail["text"]


def test_a_council_without_an_address_is_told_nothing(app, author):
    report(make_council(contact_email=""), author)
    report(None, author)
    assert mails() == []


@pytest.mark.parametrize("visibility", [Visibility.NAMELESS, Visibility.COUNCIL])
@pytest.mark.parametrize("groups", [4, 5])
def test_an_officer_learns_the_ward_of_a_nameless_group_from_five_groups_on_and_no_name(
    council, author, visibility, groups
):
    make_officer(council)
    group, area = make_group("Bramley Allotments", members=(author,)), make_area(council, "Longford")
    for _ in range(groups):
        make_group(council=council, area_id=area.id)
    report(council, author, group=group, visibility=visibility, area=area)
    (mail,) = mails()
    assert ("A group in Longford" in mail["text"]) == (groups == 5)  # the setting's default
    assert ("Longford" in mail["text"]) == (groups == 5)
    assert "Amina" not in mail["text"]
    assert "Bramley" not in mail["text"]


def test_those_who_follow_hear_the_councils_word_and_its_author_does_not(barrier, author, council):
    follower, officer = make_person(), make_officer(council)
    watch(barrier, follower, officer.person)
    say(barrier, officer)
    assert readers() == sorted([author.email, follower.email])
    mail = mails()[0]
    assert "We ask our insurer." in mail["text"]
    assert "Being looked into" not in mail["subject"]
    assert mail["stop_url"] in mail["text"]


def test_nobody_is_written_to_who_wants_no_mails_or_is_suspended(barrier, author, council):
    author.wants_mail = False
    watch(barrier, make_person(suspended_at=clock.now()))
    say(barrier, make_officer(council))
    assert mails() == []


def test_a_barrier_for_the_council_only_is_told_to_those_who_may_read_it(council, author):
    barrier = make_barrier("No ramp", council=council, author=author, visibility=Visibility.COUNCIL)
    stranger, own = make_person(), make_affected(barrier).person
    watch(barrier, author, stranger, own)
    say(barrier, make_officer(council))
    assert readers() == sorted([author.email, own.email])


def test_a_hidden_barrier_leads_to_no_mail(barrier, council):
    say(barrier, make_officer(council))
    barrier.hidden_at = clock.now()
    commit()
    assert mails() == []


def test_at_a_claim_each_affected_gets_four_links_and_no_second_mail(barrier, author, council):
    other, follower = make_affected(barrier), make_person()
    watch(barrier, other.person, follower)
    words = {"what_changed": "No cover is asked.", "evidence": "See the form."}
    say(barrier, make_officer(council), ResponseKind.CLAIM_REMOVAL, **words)
    by_reader = {mail["to"]: mail for mail in mails()}
    assert len(mails()) == 3
    for person in (author, other.person):
        text = by_reader[person.email]["text"]
        assert re.findall(r"/confirm/\S+/(\S+)", text) == ["gone", "partly", "still-there", "not-tried"]
        assert "No cover is asked." in text
    assert "/confirm/" not in by_reader[follower.email]["text"]
    assert "It says: It is gone." in by_reader[follower.email]["text"]


def test_each_link_in_the_mail_opens_the_page_with_its_answer(client, barrier):
    claim(barrier)
    (mail,) = [mail for mail in mails() if "/confirm/" in mail["text"]]
    for link in re.findall(r"http\S+(/confirm/\S+)", mail["text"]):
        assert " checked" in client.get(link).get_data(as_text=True)


def test_the_mail_of_a_question_names_no_other_group(council, author):
    group = make_group("Bramley Allotments", members=(author,))
    barrier = make_barrier(
        "No ramp", council=council, author=author, group=group, visibility=Visibility.NAMELESS
    )
    other = make_affected(barrier)
    claim(barrier)
    (mail,) = [mail for mail in mails() if mail["to"] == other.person.email]
    assert "Amina" not in mail["text"]
    assert "Bramley" not in mail["text"]


def test_whoever_has_not_answered_is_reminded_once_halfway(barrier):
    other = make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    mails()
    clock.forward(timedelta(weeks=2))
    reminders = [mail for mail in mails() if mail["subject"].startswith("Still open")]
    assert [mail["to"] for mail in reminders] == [other.person.email]
    clock.forward(timedelta(days=3))
    assert len([mail for mail in mails() if mail["subject"].startswith("Still open")]) == 1


def test_a_newcomer_is_asked_and_the_others_not_again(barrier, author):
    claim(barrier)
    mails()
    newcomer = make_person()
    add_affected(barrier=barrier, person=newcomer, group=None, experience=Experience())
    commit()
    questions = [mail["to"] for mail in mails() if "/confirm/" in mail["text"]]
    assert sorted(questions) == sorted([author.email, newcomer.email])


def test_the_verdict_is_told_to_those_who_follow_and_to_the_council(barrier, author, council):
    officer = make_officer(council)
    claim(barrier, officer)
    answer(reporter_of(barrier), Answer.GONE)
    subjects = {(mail["to"], mail["subject"].split(":")[0]) for mail in mails()}
    assert (author.email, "Gone, confirmed by those affected") in subjects
    assert (officer.person.email, "Gone, confirmed by those affected") in subjects


def test_the_council_hears_that_its_question_was_answered(barrier, author, council):
    officer = make_officer(council)
    say(barrier, officer, ResponseKind.ASK, question="Which room?")
    assert "Can you answer?" in mails()[0]["text"]
    answer_question(barrier=barrier, person=author, role=Role.REPORTER, words="The small one.")
    commit()
    (mail,) = [mail for mail in mails() if mail["to"] == officer.person.email]
    assert mail["subject"].startswith("Your question was answered")
    assert "The small one." in mail["text"]


def test_the_officer_who_has_it_is_told_and_no_other(barrier, author, council):
    officer, colleague = make_officer(council), make_officer(council, is_lead=True)
    barrier.officer_id = officer.id
    transition(
        barrier=barrier,
        person=author,
        role=Role.REPORTER,
        target=State.WITHDRAWN,
        given=TransitionInput(today=clock.today()),
    )
    commit()
    assert officer.person.email in readers()
    assert colleague.person.email not in readers()


def test_many_who_join_in_a_day_make_one_mail(barrier, author):
    for _ in range(3):
        add_affected(barrier=barrier, person=make_person("Joan Pike"), group=None, experience=Experience())
        commit()
    own = [mail for mail in mails() if mail["to"] == author.email]
    assert len(own) == 1
    assert "Joan" not in own[0]["text"]


def test_a_comment_is_told_to_those_who_follow_without_a_name(barrier, author):
    post_comment(thread=barrier, author=make_person("Joan Pike"), body="Ask your **insurer**.")
    commit()
    (mail,) = mails()
    assert mail["to"] == author.email
    assert "Ask your insurer." in mail["text"]
    assert "Joan" not in mail["text"]


def test_a_comment_that_was_taken_back_is_told_to_nobody(barrier):
    comment = post_comment(thread=barrier, author=make_person(), body="Oops.")
    comment.deleted_at = clock.now()
    commit()
    assert mails() == []


def test_groups_that_met_it_elsewhere_hear_that_it_can_be_removed(barrier, council):
    same = {"category": barrier.category, "rule_source": barrier.rule_source}
    elsewhere = make_barrier("Insurance at the library", council=make_council(), **same)
    make_barrier("Another kind", council=make_council(), category="forms")
    make_barrier("Another owner", council=make_council(), category=barrier.category, rule_source="law")
    make_barrier("Here", council=council, **same)
    make_barrier("Gone", council=make_council(), state=State.REMOVED, **same)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    told = [mail for mail in mails() if mail["subject"].startswith("Gone at Wexmoor")]
    assert [mail["to"] for mail in told] == [elsewhere.author.email]
    assert "Insurance at the library" in told[0]["text"]
    assert f"/barriers/{barrier.id}-hall-hire-insurance" in told[0]["text"]


def test_a_removal_for_the_council_only_is_told_nowhere_else(council):
    barrier = make_barrier("No ramp", council=council, visibility=Visibility.COUNCIL)
    make_barrier("Insurance", council=make_council(), category=barrier.category)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    assert not [mail for mail in mails() if mail["subject"].startswith("Gone at")]


def test_many_readers_are_written_to_in_batches_each_once(barrier, council, monkeypatch):
    monkeypatch.setattr(handlers, "BATCH", 3)
    watch(barrier, *(make_person() for _ in range(7)))
    say(barrier, make_officer(council))
    assert len(readers()) == len(set(readers())) == 8


def test_doing_the_work_twice_writes_no_mail_twice(barrier, council):
    say(barrier, make_officer(council))
    before = len(mails())
    for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind.like("tell_%"))):
        HANDLERS[row.kind]([row])
    commit()
    assert len(mails()) == before


def test_an_answered_question_is_not_mailed_by_a_late_row(barrier):
    claim(barrier)
    answer(reporter_of(barrier), Answer.NOT_TRIED)
    assert request_to(reporter_of(barrier)).answer == Answer.NOT_TRIED
    assert not [mail for mail in mails() if "/confirm/" in mail["text"]]


@pytest.mark.parametrize("letter", ["barriers-state", "barriers-for-officers"])
def test_a_subject_has_one_colon_before_its_title_in_every_state(app, letter):
    for label in STATE_LABELS.values():
        given = {
            "label": label,
            "thread": {"title": "No ramp"},
            "is_answer": False,
            "is_withdrawn_answer": False,
        }
        first = (ROOT / "templates/emails" / f"{letter}.txt").read_text().splitlines()[0]
        subject = app.jinja_env.from_string(first).render(given)
        assert subject.endswith(": No ramp")
        assert subject.count(":") == 1
