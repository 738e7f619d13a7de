"""What moderators do about posts that wait, through their pages: let through, refuse, suspend, undo, block, list words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.access_blocks import list_blocks
from forum.accounts.actions import ask_for_link
from forum.accounts.models import AccessBlock, BlockKind, Person, SiteRole
from forum.core import clock
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.moderation.actions.holds import (
    add_listed_word,
    block_access,
    let_posts_through,
    lift_access_block,
    publish_after_all,
    refuse_posts,
    remove_listed_word,
    undo_press,
)
from forum.moderation.actions.undoing import undo
from forum.moderation.models import ModerationAct
from forum.moderation.queries.decisions import find_undoing
from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import ReasonCode, Verb
from forum.threads.holds.models import Settlement
from forum.threads.holds.queries import list_listed_words, list_open_holds
from forum.threads.models import Comment
from tests.support.factories import make_barrier, make_council, make_officer, make_person, sign_in
from tests.support.statements import count_statements
from tests.threads.holds.test_holding import LINKED, post
from tests.threads.pages import main_of, send

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}
PAGE = "/moderation/waiting"
SPAM = GivenReason(ReasonCode.SPAM, "It advertises.")
pytestmark = pytest.mark.sql


def mails() -> list[tuple[str, str]]:
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [(one.payload["to"], one.payload["subject"]) for one in rows]


def moderator(client: FlaskClient | None = None) -> Person:
    person = make_person("Mo", role=SiteRole.MODERATOR)
    if client is not None:
        sign_in(client, person)
    return person


def held_comments(client: FlaskClient, number: int) -> list[Comment]:
    barrier = make_barrier(author=make_person())
    return [post(client, make_person(f"Spammer {at}"), barrier, f"{LINKED} {at}") for at in range(number)]


def decide(client: FlaskClient, verdict: str, *, leave: set[int] = frozenset(), **typed: object):  # type: ignore[assignment]
    holds = list_open_holds()
    wave = holds[0].wave_id if len(holds) > 1 else ""
    numbers = [hold.id for hold in holds]
    given = {"reason": "spam", "words": "It advertises.", "verdict": verdict, "wave": wave, **typed}
    return send(
        client,
        f"{PAGE}/decide",
        PAGE,
        shown=numbers,
        hold=[one for one in numbers if one not in leave],
        **given,
    )


def test_a_wave_is_one_group_with_what_it_has_in_common(client: FlaskClient) -> None:
    held_comments(client, 3)
    moderator(client)
    page = main_of(client.get(PAGE))
    assert "3 posts that came together, from 3 people" in page
    assert "New person, and the post has 1 link (3 posts)" in page
    assert page.count(" checked>") == 3
    assert re.search(r'<option selected value="spam">', page), "a wave is cleared by one press"


def test_no_reason_is_chosen_for_a_post_that_came_alone(client: FlaskClient) -> None:
    held_comments(client, 1)
    moderator(client)
    page = main_of(client.get(PAGE))
    assert "1 post on its own" in page
    assert re.search(r'<option selected value="[a-z_]+">', page) is None


def test_one_press_refuses_all_suspends_these_people_and_is_undone_by_another(client: FlaskClient) -> None:
    comments = held_comments(client, 3)
    moderator(client)
    before = len(mails())
    answer = decide(client, "suspend")
    assert answer.status_code == 303, answer.text
    page = client.get(PAGE).text
    assert "3 posts refused, 3 people suspended from posting." in page
    assert "Nothing is waiting." in page
    people = [db.session.get(Person, one.author_id) for one in comments]
    db.session.expire_all()
    assert all(one.is_suspended_from_posting for one in people)
    assert len(mails()) == before
    settlement = db.session.scalars(select(Settlement)).one()
    assert send(client, f"{PAGE}/undo/{settlement.id}", PAGE).status_code == 303
    db.session.expire_all()
    assert not any(one.is_suspended_from_posting for one in people)
    assert len(list_open_holds()) == 3
    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        assert len(mails()) == before


def test_refused_authors_are_told_once_each_after_ten_minutes_and_can_appeal(client: FlaskClient) -> None:
    comments = held_comments(client, 3)
    moderator(client)
    decide(client, "suspend")
    before = len(mails())
    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        told = mails()[before:]
    people = {db.session.get(Person, one.author_id).email for one in comments}
    assert sorted(told) == sorted((one, "We did not publish what you posted") for one in people)
    row = db.session.scalars(
        select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id.desc())
    ).first()
    for words in ("It advertises.", "You cannot post anything until", "appeal"):
        assert words in row.payload["text"]


def test_whoever_is_not_ticked_waits_on(client: FlaskClient) -> None:
    held_comments(client, 3)
    moderator(client)
    honest = list_open_holds()[1]
    decide(client, "refuse", leave={honest.id})
    assert [hold.id for hold in list_open_holds()] == [honest.id]
    assert (
        db.session.scalar(select(func.count(Person.id)).where(Person.posting_suspended_until.is_not(None)))
        == 0
    )


def test_letting_through_makes_public_and_needs_no_reason(client: FlaskClient) -> None:
    comments = held_comments(client, 1)
    moderator(client)
    assert decide(client, "let_through", words="").status_code == 303
    db.session.expire_all()
    assert comments[0].is_in_sight
    assert "1 post let through" in client.get(PAGE).text


def test_a_refusal_without_words_comes_back_with_the_ticks(client: FlaskClient) -> None:
    held_comments(client, 3)
    moderator(client)
    holds = list_open_holds()
    answer = decide(client, "suspend", leave={holds[0].id}, words=" ")
    assert answer.status_code == 422
    assert "Give the reason in your own words." in answer.text
    assert main_of(answer).count(" checked>") == 2
    assert len(list_open_holds()) == 3


def test_enter_in_a_field_decides_nothing(client: FlaskClient) -> None:
    """Browsers press the first button of a form for it, and nothing where that one is disabled."""
    held_comments(client, 3)
    moderator(client)
    page = client.get(PAGE).text
    forms = [one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="verdict"' in one]
    assert forms
    for form in forms:
        first, *others = re.findall(r'<button[^>]*type="submit"[^>]*>', form)
        assert "disabled" in first
        assert not any("disabled" in one for one in others)


def test_nothing_ticked_is_said(client: FlaskClient) -> None:
    held_comments(client, 1)
    moderator(client)
    assert decide(client, "refuse", leave={list_open_holds()[0].id}).status_code == 303
    assert "Tick at least one post that still waits." in client.get(PAGE).text


def test_an_appeal_that_is_right_publishes_after_all(client: FlaskClient) -> None:
    comment = held_comments(client, 1)[0]
    by = moderator()
    refuse_posts(holds=list_open_holds(), by=by, reason=SPAM)
    act = db.session.scalars(select(ModerationAct).where(ModerationAct.verb == Verb.REFUSE)).one()
    undone = undo(act=act, by=moderator(), reason=GivenReason(ReasonCode.APPEAL, "Yes."))
    assert undone is not None
    assert undone.verb == Verb.LET_THROUGH
    db.session.refresh(comment)
    assert comment.is_in_sight
    assert publish_after_all(act=act, by=by, reason=SPAM) is None
    assert find_undoing(act) is not None


def test_an_officer_is_not_kept_from_posting_by_a_press(client: FlaskClient) -> None:
    held_comments(client, 1)
    hold = list_open_holds()[0]
    hold.person = make_person(role=SiteRole.ADMINISTRATOR)
    commit()
    settled = refuse_posts(holds=[hold], by=moderator(), reason=SPAM, days=30)
    assert settled.suspended_ids == []


def test_undoing_twice_is_undoing_once(client: FlaskClient) -> None:
    held_comments(client, 1)
    by = moderator()
    settled = refuse_posts(holds=list_open_holds(), by=by, reason=SPAM, days=30)
    for _ in range(2):
        undo_press(settlement=settled, by=by)
    acts = db.session.scalars(select(ModerationAct.verb).order_by(ModerationAct.id)).all()
    assert acts == [Verb.REFUSE, Verb.SUSPEND, Verb.HOLD_AGAIN, Verb.END_SUSPENSION]


def test_what_moderators_do_is_in_the_audit_log(client: FlaskClient) -> None:
    held_comments(client, 1)
    by = moderator()
    let_posts_through(holds=list_open_holds(), by=by)
    word = add_listed_word(phrase="casino", by=by)
    remove_listed_word(word=word, by=by)
    lasts = timedelta(days=1)
    block = block_access(kind=BlockKind.NETWORK, value="203.0.113.0/24", reason="x", lasts=lasts, by=by)
    lift_access_block(block=block, by=by)
    verbs = db.session.scalars(
        select(AuditEntry.verb).where(AuditEntry.verb != "role").order_by(AuditEntry.id)
    ).all()
    assert verbs == ["let_posts_through", "list_word", "unlist_word", "block_access", "lift_block"]
    kept = " ".join(str(one) for one in db.session.scalars(select(AuditEntry.details)))
    assert "203.0.113" not in kept


@pytest.mark.parametrize("path", [PAGE, "/moderation/blocks", "/moderation/listed-words"])
def test_only_moderators_see_these_pages(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {302, 303, 401}
    for person in (make_person(), make_officer(make_council()).person):
        sign_in(client, person)
        assert client.get(path).status_code == 403
    moderator(client)
    assert client.get(path).status_code == 200


def test_a_network_and_a_domain_are_blocked_and_freed_on_the_page(client: FlaskClient) -> None:
    moderator(client)
    path = "/moderation/blocks"
    for value, kept in (("203.0.113.77", "203.0.113.0/24"), ("x@Throwaway.Example", "throwaway.example")):
        assert send(client, path, value=value, term="7", reason="A wave.").status_code == 303
        assert kept in main_of(client.get(path))
    for value in ("", "127.0.0.1", "10.0.0.0/8", "not a domain", "com"):
        answer = send(client, path, value=value, term="7", reason="A wave.")
        assert answer.status_code == 422, value
    assert {(one.kind, one.value) for one in list_blocks()} == {
        ("network", "203.0.113.0/24"),
        ("domain", "throwaway.example"),
    }
    for one in list_blocks():
        assert send(client, f"{path}/{one.id}/lift", path).status_code == 303
    assert db.session.scalar(select(func.count(AccessBlock.id))) == 0


def test_new_people_are_not_let_in_from_a_blocked_domain_and_others_are(client: FlaskClient) -> None:
    by = moderator()
    block_access(kind=BlockKind.DOMAIN, value="bad.example", reason="x", lasts=timedelta(days=1), by=by)
    known = make_person(email="old@bad.example")
    commit()
    for email, status in (("new@bad.example", 403), (known.email, 200), ("new@good.example", 200)):
        ask_for_link(email=email, next_path="/")
        commit()
        Worker(WORK).drain()
        row = db.session.scalars(
            select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id.desc())
        ).first()
        link = next(part for part in row.payload["text"].split() if "/sign-in/link/" in part)
        answer = client.get(link[link.index("/sign-in") :])
        assert answer.status_code == status, email


def test_words_are_listed_and_removed_on_the_page(client: FlaskClient) -> None:
    moderator(client)
    path = "/moderation/listed-words"
    for _ in range(2):
        assert send(client, path, phrase="Free  Casino!").status_code == 303
    assert [one.phrase for one in list_listed_words()] == ["free casino"]
    assert send(client, path, phrase="!!").status_code == 422
    assert send(client, f"{path}/{list_listed_words()[0].id}/remove", path).status_code == 303
    assert list_listed_words() == []


def test_the_page_asks_the_same_whatever_waits(client: FlaskClient) -> None:
    held_comments(client, 3)
    moderator(client)
    client.get(PAGE)
    with count_statements() as few:
        client.get(PAGE)
    held_comments(client, 9)
    sign_in(client, db.session.scalars(select(Person).where(Person.name == "Mo")).one())
    with count_statements() as many:
        client.get(PAGE)
    assert len(many) == len(few)
