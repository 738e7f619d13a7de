"""A decision is appealed against, from the mail and from the post, and somebody else than who made it decides."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.councils.identity import Identity
from forum.moderation.actions.appeals import appeal_against, decide_appeal
from forum.moderation.actions.people import hide_everything_since, suspend_author
from forum.moderation.actions.posts import hide_post, lock_thread, show_post
from forum.moderation.models import Appeal, ModerationAct
from forum.moderation.permissions import deciders, may_appeal, may_decide_appeal
from forum.moderation.vocabulary import AppealOutcome
from tests.accounts.mailing import mails
from tests.moderation.reasons import A_REASON
from tests.support.factories import make_barrier, make_comment, make_person, sign_in
from tests.threads.pages import send

MODERATOR, ADMINISTRATOR = SiteRole.MODERATOR, SiteRole.ADMINISTRATOR
OVERTURNED, UPHELD = AppealOutcome.OVERTURNED, AppealOutcome.UPHELD


class Case:
    """A hidden post, its author, who decided, and others."""

    def __init__(self) -> None:
        self.author = make_person("Rosa", email="rosa@example.org")
        self.barrier = make_barrier("No keys", author=self.author)
        self.decider = make_person("Mo", role=MODERATOR, email="mo@example.org")
        act = hide_post(post=self.barrier, person=self.decider, reason=A_REASON)
        assert act is not None
        self.act = act
        commit()

    def appealed(self) -> Appeal:
        appeal = appeal_against(act=self.act, person=self.author, words="It is our own hall.")
        commit()
        return appeal


def path_in(mail: dict[str, str], part: str) -> str:
    found = re.search(rf"http://127\.0\.0\.1:8000(/{part}/\S+)", mail["text"])
    assert found is not None, mail["text"]
    return found[1]


def test_an_author_appeals_from_the_mail_without_signing_in_and_another_moderator_undoes_it(
    app: Flask, client: FlaskClient
) -> None:
    case, other = Case(), make_person("Ana", role=MODERATOR, email="ana@example.org")
    decision = path_in(mails()[-1], "decisions")
    page = client.get(decision).text
    for words in (
        "A moderator has hidden your barrier",
        "It sells something.",
        "Another moderator will look at it",
    ):
        assert words in page, words
    assert "Mo" not in re.findall(r"\w+", page)
    assert send(client, decision, words="It is our own hall.").status_code == 303
    told = mails()[-1]
    assert (told["to"], told["subject"]) == ("ana@example.org", "An appeal is waiting for you")
    page = client.get(decision).text
    assert "It is our own hall." in page
    assert "Send the appeal" not in page
    sign_in(client, case.decider)
    address = path_in(told, "moderation/appeals")
    assert "Save the decision" not in client.get(address).text
    assert "Ana" in client.get(address).text
    desk = sign_in(app.test_client(), other)
    assert "It is our own hall." in desk.get(address).text
    assert send(desk, address, outcome="overturned", answer="You are right, sorry.").status_code == 303
    db.session.refresh(case.barrier)
    assert case.barrier.is_in_sight
    answered = mails()[-1]
    assert (answered["to"], answered["subject"]) == ("rosa@example.org", "Your appeal was right")
    assert "You are right, sorry." in answered["text"]
    assert "the decision has been undone" in app.test_client().get(decision).text
    verbs = db.session.scalars(
        select(AuditEntry.verb).where(AuditEntry.verb != "role").order_by(AuditEntry.id)
    ).all()
    assert verbs == ["hide", "decide_appeal", "show"]


def test_whoever_decided_cannot_decide_the_appeal_by_posting_either(app: Flask, client: FlaskClient) -> None:
    case = Case()
    appeal = case.appealed()
    for person in (case.decider, make_person()):
        browser = sign_in(app.test_client(), person)
        token = send(browser, "/account", name=person.name).status_code
        assert token == 303
        answer = browser.post(
            f"/moderation/appeals/{appeal.id}", data={"outcome": "overturned", "answer": "Yes"}
        )
        assert answer.status_code == 403
    db.session.refresh(appeal)
    assert appeal.decided_at is None


def test_an_author_appeals_from_the_hidden_post(client: FlaskClient) -> None:
    case = Case()
    sign_in(client, case.author)
    page = client.get(f"/barriers/{case.barrier.id}", follow_redirects=True).text
    assert "See why, or appeal" in page
    link = f"/posts/thread/{case.barrier.id}/decision"
    assert link in page
    assert "Send the appeal" in client.get(link, follow_redirects=True).text
    stranger = sign_in(client.application.test_client(), make_person())
    assert stranger.get(link).status_code == 404


def test_an_author_finds_the_way_from_a_hidden_comment(client: FlaskClient) -> None:
    author, barrier = make_person(), make_barrier()
    comment = make_comment(barrier, "Our words.", author=author)
    hide_post(post=comment, person=make_person(role=MODERATOR), reason=A_REASON)
    commit()
    sign_in(client, author)
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert f"/posts/comment/{comment.id}/decision" in page
    assert (
        f"/posts/comment/{comment.id}/decision"
        not in client.application.test_client().get(f"/barriers/{barrier.id}", follow_redirects=True).text
    )


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([MODERATOR], "Another moderator will look at it"),
        ([ADMINISTRATOR], "An administrator will look at it, because there is only one moderator"),
        ([], "There is no one else here who can decide yet"),
    ],
)
def test_the_page_says_who_will_decide(client: FlaskClient, others: list[SiteRole], words: str) -> None:
    Case()
    for role in others:
        make_person(role=role)
    assert words in client.get(path_in(mails()[0], "decisions")).text


def test_where_there_is_one_moderator_an_administrator_decides(app: Flask) -> None:
    case = Case()
    administrator = make_person(role=ADMINISTRATOR)
    appeal = case.appealed()
    assert [one.id for one in deciders(case.act, [case.decider, administrator])] == [administrator.id]
    assert may_decide_appeal(Identity(person=administrator), appeal)
    assert not may_decide_appeal(Identity(person=case.decider), appeal)
    assert not may_decide_appeal(Identity(person=case.author), appeal)
    case.author.role = MODERATOR
    assert not may_decide_appeal(Identity(person=case.author), appeal)


def test_only_whom_it_is_about_may_appeal_once_against_what_stands_in_their_way(app: Flask) -> None:
    case = Case()
    assert may_appeal(case.act, case.author, None)
    assert not may_appeal(case.act, make_person(), None)
    assert not may_appeal(case.act, None, None)
    first = case.appealed()
    assert not may_appeal(case.act, case.author, first)
    assert case.appealed().id == first.id
    shown = show_post(post=case.barrier, person=case.decider, reason=A_REASON)
    assert shown is not None
    assert not may_appeal(shown, case.author, None)


def test_an_appeal_that_is_turned_down_leaves_the_decision_and_says_why(app: Flask) -> None:
    case = Case()
    appeal = case.appealed()
    decide_appeal(appeal=appeal, by=make_person(role=MODERATOR), outcome=UPHELD, answer="It is an advert.")
    commit()
    assert case.barrier.hidden_at is not None
    mail = mails()[-1]
    assert mail["subject"] == "The decision stays"
    assert "It is an advert." in mail["text"]


def test_an_appeal_is_decided_once(app: Flask) -> None:
    case = Case()
    appeal = case.appealed()
    decide_appeal(appeal=appeal, by=make_person(role=MODERATOR), outcome=UPHELD, answer="No.")
    decide_appeal(appeal=appeal, by=make_person(role=MODERATOR), outcome=OVERTURNED, answer="Yes.")
    assert (appeal.outcome, appeal.answer) == (UPHELD, "No.")


def overturn(act: ModerationAct | None, author: Person) -> None:
    assert act is not None
    appeal = appeal_against(act=act, person=author, words="No.")
    decide_appeal(appeal=appeal, by=make_person(role=MODERATOR), outcome=OVERTURNED, answer="Right.")
    commit()


def test_an_appeal_that_is_right_undoes_each_kind_of_decision(app: Flask) -> None:
    author, moderator = make_person(), make_person(role=MODERATOR)
    barrier = make_barrier(author=author)
    overturn(lock_thread(thread=barrier, person=moderator, reason=A_REASON), author)
    assert barrier.locked_at is None
    overturn(suspend_author(author=author, by=moderator, reason=A_REASON, days=7), author)
    assert not author.is_suspended_from_posting
    since = barrier.created_at
    overturn(hide_everything_since(author=author, since=since, by=moderator, reason=A_REASON), author)
    assert barrier.hidden_at is None
    assert [mail["to"] for mail in mails()].count(author.email) == 6  # each decision, each answer


def test_somebody_who_is_suspended_appeals(client: FlaskClient) -> None:
    author = make_person()
    suspend_author(author=author, by=make_person(role=MODERATOR), reason=A_REASON, days=7)
    commit()
    sign_in(client, author)
    decision = client.get("/account/suspension").location
    assert send(client, decision, words="It was not me.").status_code == 303
    assert db.session.scalars(select(Appeal.words)).all() == ["It was not me."]


def test_a_made_up_address_of_a_decision_is_no_page(client: FlaskClient) -> None:
    Case()
    assert client.get("/decisions/1").status_code == 404
    assert client.get("/account/suspension").status_code == 302
    sign_in(client, make_person())
    assert client.get("/account/suspension").status_code == 404
