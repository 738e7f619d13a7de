"""The journey of every kind, from a first word to a published thread: the same promises hold for all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import Settings
from forum.accounts.actions import ask_for_link
from forum.accounts.handlers import HANDLERS
from forum.accounts.models import Person
from forum.barriers.models import Affected
from forum.core import clock
from forum.core import settings as current
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.threads.actions.drafts import forget_old_drafts
from forum.threads.journeys import kind
from forum.threads.journeys.emails import title_for_mail
from forum.threads.models import Thread
from forum.threads.references import CHECK_LETTERS, read_reference, write_reference
from tests.support.factories import csrf_token, make_barrier, make_group, make_person, sign_in
from tests.threads.pages import main_of, send
from tests.threads.walks import WHO, Walk, newest_draft, walk_of

KINDS = ["barrier", "story", "question", "affected"]
LINKS_AN_HOUR = 6


@pytest.fixture(params=KINDS)
def walk(app: Flask, request: pytest.FixtureRequest) -> Walk:
    return walk_of(request.param)


@pytest.fixture
def limits_on(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, rate_limits=True))


def number_published() -> int:
    threads = db.session.scalar(select(func.count(Thread.id))) or 0
    return threads + (db.session.scalar(select(func.count(Affected.id))) or 0)


def mailed_link(walk: Walk, client: FlaskClient) -> tuple[str, str]:
    """Go to the end as a visitor; gives the path of the mailed link, and the mail."""
    draft = walk.begin(client, **walk.who)
    assert walk.send(client, draft, **WHO).location.endswith("/check-mail")
    return link_in_mail()


def link_in_mail() -> tuple[str, str]:
    Worker(HANDLERS).drain()
    mail = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).all()[-1].payload
    text = f"{mail['subject']}\n{mail['text']}"
    return re.search(r"https?://[^/]+(/\S+/\S{20,})", text)[1], text


def test_every_kind_that_is_registered_is_walked_here(whole_app: Flask) -> None:
    assert set(kind._journeys) == set(KINDS)


def test_a_visitor_publishes_with_one_press_in_the_mails_page(
    walk: Walk, app: Flask, client: FlaskClient
) -> None:
    before = number_published()
    link, _mail = mailed_link(walk, client)
    phone = app.test_client()
    page = main_of(phone.get(link))
    assert "What should we call you" not in page
    assert number_published() == before
    answer = send(phone, link)
    assert answer.status_code == 303
    assert phone.get(answer.location).status_code == 200
    assert number_published() > before
    person = db.session.scalars(select(Person).where(Person.email == WHO["email"])).one()
    assert (person.name, person.email_confirmed_at is not None) == ("Joan Pike", True)
    assert newest_draft().person_id == person.id


def test_the_mail_names_what_waits_and_the_receipt_names_its_number(
    walk: Walk, app: Flask, client: FlaskClient
) -> None:
    link, mail = mailed_link(walk, client)
    phone = app.test_client()
    send(phone, link)
    thread = db.session.get(Thread, newest_draft().published_thread_id)
    assert thread.title in mail.splitlines()[0]
    receipt = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")).all()[-1].payload
    assert receipt["to"] == WHO["email"]
    assert thread.reference in receipt["text"]
    assert f"/{thread.numbered_slug}" in receipt["text"]
    assert thread.reference in main_of(phone.get(f"{kind_path(thread)}/{thread.numbered_slug}"))


def kind_path(thread: Thread) -> str:
    return {"barrier": "/barriers", "story": "/stories", "question": "/questions"}[thread.kind]


def test_pressing_the_mails_button_twice_publishes_once(walk: Walk, app: Flask, client: FlaskClient) -> None:
    link, _mail = mailed_link(walk, client)
    one, other = app.test_client(), app.test_client()
    tokens = [csrf_token(browser, link) for browser in (one, other)]
    first = one.post(link, data={"csrf_token": tokens[0]})
    after = number_published()
    second = other.post(link, data={"csrf_token": tokens[1]})
    assert (first.status_code, second.status_code) == (303, 303)
    assert number_published() == after
    assert other.get(second.location, follow_redirects=True).status_code == 200


def test_a_mailed_link_that_is_too_old_leads_to_a_new_one_and_loses_nothing(
    walk: Walk, app: Flask, client: FlaskClient
) -> None:
    link, _mail = mailed_link(walk, client)
    clock.forward(current.settings().sign_in_link_lasts + timedelta(minutes=1))
    late = app.test_client().get(link, follow_redirects=True)
    assert late.status_code == 410
    assert "/publish" in late.text  # where the new link leads
    assert newest_draft().answers[walk.field] == walk.steps[0][1][walk.field]


def test_one_address_is_mailed_a_few_links_an_hour_and_no_more(
    walk: Walk, client: FlaskClient, limits_on: None
) -> None:
    draft = walk.begin(client, **walk.who)
    codes = [walk.send(client, draft, **WHO).status_code for _ in range(LINKS_AN_HOUR + 1)]
    assert codes[-1] == 429
    assert newest_draft().answers[walk.field] == walk.steps[0][1][walk.field]


def test_what_a_visitor_began_is_offered_again_after_they_sign_in(walk: Walk, client: FlaskClient) -> None:
    draft = walk.begin(client, **walk.who)
    ask_for_link(email=make_person(email="pike@example.org").email)
    commit()
    link, _mail = link_in_mail()
    send(client, link)
    assert client.get(walk.root).location == walk.step(draft, walk.steps[0][0])


def test_what_is_typed_after_the_session_ended_is_kept_through_signing_in(
    walk: Walk, app: Flask, client: FlaskClient
) -> None:
    draft = walk.start_as_member(sign_in(client, make_person()))
    late = app.test_client()
    token = csrf_token(late, "/barriers/log?new=1")
    typed = {**walk.steps[0][1], walk.field: "Much better words.", "csrf_token": token}
    path = walk.step(draft, walk.steps[0][0])
    answer = late.post(path, data=typed)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    assert "Much better words." in main_of(client.get(path))
    assert late.get(path).location.startswith("/sign-in?next=")


def test_a_draft_is_opened_by_whoever_began_it_alone(walk: Walk, app: Flask, client: FlaskClient) -> None:
    draft = walk.start_as_member(sign_in(client, make_person()))
    path = walk.step(draft, walk.steps[0][0])
    other = sign_in(app.test_client(), make_person())
    assert other.get(path).status_code == 404
    assert send(other, path, page="/barriers/log?new=1", **walk.steps[0][1]).status_code == 404


def test_a_draft_that_grew_old_is_gone_and_a_new_one_is_offered(walk: Walk, client: FlaskClient) -> None:
    draft = walk.begin(client, **walk.who)
    path = walk.step(draft, walk.steps[0][0])
    clock.forward(current.settings().draft_lasts + timedelta(days=1))
    forget_old_drafts()
    commit()
    answer = client.get(path)
    assert answer.status_code == 404
    assert f"{walk.root}?new=1" in main_of(answer)
    assert client.get(walk.root).status_code == 200


def test_the_back_button_shows_what_was_typed(walk: Walk, client: FlaskClient) -> None:
    draft = walk.begin(client, **walk.who)
    words = walk.steps[0][1][walk.field]
    assert words in main_of(client.get(walk.step(draft, walk.steps[0][0])))
    assert words in main_of(client.get(walk.root, follow_redirects=True))


def test_sending_the_last_step_twice_publishes_once_and_leads_to_it(walk: Walk, client: FlaskClient) -> None:
    sign_in(client, make_person())
    draft = walk.start_as_member(client)
    token = csrf_token(client, walk.last(draft))
    typed = {**walk.steps[-1][1], "csrf_token": token}
    before = number_published()
    first = client.post(walk.last(draft), data=typed)
    after = number_published()
    second = client.post(walk.last(draft), data=typed)
    assert (first.status_code, second.status_code) == (303, 303)
    assert number_published() == after > before
    assert client.get(second.location, follow_redirects=True).status_code == 200


def test_what_is_not_right_comes_back_with_a_reason_and_is_kept(walk: Walk, client: FlaskClient) -> None:
    draft = walk.begin(client, **walk.who)
    too_long = {**walk.steps[0][1], walk.field: "x" * 20_001}
    answer = send(client, walk.step(draft, walk.steps[0][0]), **too_long)
    assert answer.status_code == 422
    assert "characters or fewer" in main_of(answer)
    assert len(newest_draft().answers[walk.field]) == 20_001


def test_typing_is_kept_while_it_goes_on(walk: Walk, client: FlaskClient) -> None:
    draft = walk.begin(client, **walk.who)
    path = walk.step(draft, walk.steps[0][0])
    typed = {**walk.steps[0][1], walk.field: "Half a sent"}
    assert send(client, f"{path}/keep", page=path, **typed).status_code == 204
    assert "Half a sent" in main_of(client.get(path))


def test_nobody_publishes_before_every_step_is_right(walk: Walk, client: FlaskClient) -> None:
    sign_in(client, make_person())
    draft = walk.start_as_member(client)
    draft.answers = {**draft.answers, walk.field: "x" * 20_001}
    commit()
    before = number_published()
    answer = send(client, f"{walk.root}/{draft.key}/publish")
    assert answer.location.endswith(f"/{walk.steps[0][0]}?check=1")
    assert "characters or fewer" in main_of(client.get(answer.location))
    assert number_published() == before


@pytest.mark.pure
@pytest.mark.parametrize(
    "title", ["Win at http://evil.example", "Go to evil.com now", "write to a@b.example"]
)
def test_a_title_that_could_lead_a_stranger_away_is_not_mailed(title: str) -> None:
    assert title_for_mail(title) == ""
    assert title_for_mail("£5.2m of cover. Why?") == "£5.2m of cover. Why?"


@pytest.mark.pure
def test_a_reference_is_read_however_it_is_written_and_a_slip_is_noticed() -> None:
    for number in (1, 12, 21, 1042, 2**31 - 1):
        written = write_reference(number)
        assert read_reference(f" {written.lower().replace('-', ' ')} ") == number
        digits, letter = written[2:-1], written[-1]
        slips = {f"C-{digits}{other}" for other in CHECK_LETTERS if other != letter}
        slips |= {
            f"C-{digits[:at]}{digit}{digits[at + 1 :]}{letter}"
            for at in range(len(digits))
            for digit in "0123456789"
            if digit != digits[at]
        }
        slips |= {
            f"C-{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}{letter}"
            for at in range(len(digits) - 1)
            if digits[at] != digits[at + 1]
        }
        assert [one for one in slips if read_reference(one) is not None] == []
        assert read_reference(f"c-{number}") == number
    for words in ("1042", "C19", "C 19", "C-19 letters", "C-0", "C-99999999999"):
        assert read_reference(words) is None
    assert read_reference("hall hire") is None


def test_a_reference_leads_search_to_its_thread_alone_where_it_may_be_read(client: FlaskClient) -> None:
    barrier = make_barrier("Cover for a hall")
    reference = barrier.reference
    page = main_of(client.get(f"/search?q={reference}"))
    assert "Cover for a hall" in page
    assert "Cover for a hall" in main_of(client.get(f"/search?q=C-{barrier.id}"))
    barrier.hidden_at = clock.now()
    commit()
    assert "Cover for a hall" not in main_of(client.get(f"/search?q={reference}"))


def test_who_waits_for_a_group_publishes_in_their_own_name_and_is_told_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_group("Fenwick Quilters")
    monkeypatch.setattr("forum.threads.journeys.forms.find_or_create_group", lambda **_given: group)
    sign_in(client, make_person())
    walk = walk_of("barrier")
    answer = walk.send(client, walk.begin(client), group_name="Fenwick Quilters")
    assert "we have asked whether you may speak for Fenwick Quilters" in client.get(answer.location).text
    assert db.session.scalars(select(Thread)).one().group_id is None
