"""A mail that comes back switches its address off: at once for good reasons, after days for others, never when forged."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from config import Settings, SettingsError
from forum.accounts.actions import mark_address_works
from forum.accounts.models import Person, SiteRole
from forum.core import clock
from forum.core.bounce_reports import read_report
from forum.core.bounces import MailBounce, Received, forget_old_bounces, receive_bounce
from forum.core.db import commit, db, transaction
from forum.core.dead_letters import find_undelivered
from forum.core.mail import deliver, mail_later
from forum.core.outbox import MAIL, OutboxRow
from forum.core.return_paths import return_path
from forum.core.worker import Worker
from tests.support.bounces import global_report, out_of_office, report
from tests.support.factories import make_council, make_officer, make_person, sign_in
from tests.support.mail import smtp_server

ADDRESS = "amina@example.net"
BOX = "bounce@clearway.example.org"
FULL = {"status": "4.2.2", "diagnostic": "smtp; 452 4.2.2 Mailbox full"}


@pytest.fixture(autouse=True)
def site(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    site = replace(settings, bounce_address=BOX)
    monkeypatch.setitem(app.extensions, "clearway_settings", site)
    monkeypatch.setattr("forum.core.mail._write", lambda *_given: None)
    return site


@pytest.fixture
def amina(app: Flask) -> Person:
    return make_person("Amina", email=ADDRESS)


def sent_mail(to: str = ADDRESS) -> OutboxRow:
    """A mail that went out."""
    mail_later(to=to, subject="Is it gone?", text="words")
    commit()
    Worker({MAIL: deliver}, outside=frozenset({MAIL})).drain()
    return db.session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()


def come_back(raw: bytes, recipient: str = "") -> Received:
    with transaction():
        return receive_bounce(raw, recipient=recipient)


def number_of_bounces() -> int:
    return db.session.scalar(select(func.count(MailBounce.id)))


def test_a_mail_carries_a_return_address_of_its_own(
    app: Flask, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_server() as postbox:
        there = replace(site, smtp_host="127.0.0.1", smtp_port=postbox.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", there)
        rows = [sent_mail(), sent_mail("bob@example.net")]
    assert postbox.senders == [return_path(row) for row in rows]
    assert len(set(postbox.senders)) == 2
    assert postbox.messages[0]["From"] == there.mail_from
    name, _, domain = postbox.senders[0].partition("@")
    assert (name.startswith("bounce+"), domain) == (True, "clearway.example.org")
    assert len(name) <= 64
    assert name == name.lower()


def test_a_hard_bounce_switches_the_address_off_and_keeps_the_server_s_words(amina: Person) -> None:
    assert come_back(report(), return_path(sent_mail())) == Received.HARD
    assert amina.mail_refused_at is not None
    assert amina.mail_refused_reason == "550 5.1.1 <amina@example.net>: No such user"
    assert not amina.gets_news


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_a_report_about_an_international_address_is_read_too(amina: Person, encoding: str) -> None:
    assert come_back(global_report(encoding=encoding), return_path(sent_mail())) == Received.HARD
    assert "tschüß" in (amina.mail_refused_reason or "")


def test_the_address_is_found_in_the_message_where_the_mail_server_does_not_say_it(amina: Person) -> None:
    to = return_path(sent_mail())
    assert come_back(report(to)) == Received.HARD
    assert amina.mail_refused_at is not None


def test_letters_that_a_server_wrote_large_are_the_same(amina: Person) -> None:
    assert come_back(report(), return_path(sent_mail()).upper()) == Received.HARD


@pytest.mark.parametrize(
    "forge",
    [
        lambda _: "bounce@clearway.example.org",
        lambda address: address.replace("bounce+", "bounce+a"),
        lambda address: address.replace("@", "1@"),
        lambda address: f"bounce+{'a' * 16}{address.partition('@')[0][24:]}@clearway.example.org",
        lambda address: address.replace("clearway.example.org", "other.example.org"),
        lambda _: "bounce+" + "9" * 400 + "@clearway.example.org",
        lambda _: "bounce+ü@clearway.example.org",
        lambda _: "amina@example.net",
        lambda _: "",
    ],
)
def test_what_we_did_not_sign_changes_nothing(amina: Person, forge: Callable[[str], str]) -> None:
    address = forge(return_path(sent_mail()))
    assert come_back(report(), address) == Received.UNKNOWN
    assert amina.mail_refused_at is None
    assert number_of_bounces() == 0


def test_a_token_of_one_mail_is_none_of_another_nor_of_another_site(
    app: Flask, site: Settings, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = replace(site, secret_key="w" * 40), replace(site, secret_key="x" * 40)
    monkeypatch.setitem(app.extensions, "clearway_settings", first)
    mine, other = sent_mail("mallory@example.net"), sent_mail()
    stolen = return_path(mine).replace(str(mine.id) + "@", str(other.id) + "@")
    assert come_back(report(), stolen) == Received.UNKNOWN
    good = return_path(other)
    monkeypatch.setitem(app.extensions, "clearway_settings", second)
    assert come_back(report(), good) == Received.UNKNOWN
    monkeypatch.setitem(
        app.extensions, "clearway_settings", replace(second, old_secret_keys=first.secret_key)
    )
    assert come_back(report(), good) == Received.HARD


def test_without_the_setting_nothing_comes_back(
    app: Flask, site: Settings, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = return_path(sent_mail())
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(site, bounce_address=""))
    assert return_path(sent_mail()) == ""
    assert come_back(report(), good) == Received.UNKNOWN


@pytest.mark.parametrize(
    ("given", "is_hard"),
    [
        ({"status": "5.1.1"}, True),
        ({"status": "5.1.10"}, True),
        ({"status": "5.2.1"}, True),
        ({"status": "5.4.4", "diagnostic": "X-Postfix; Host or domain name not found"}, True),
        ({"status": "5.0.0"}, True),
        ({"status": "", "diagnostic": "smtp; 550 no such user"}, True),
        (
            {"status": "5.4.1", "diagnostic": "smtp; 550 5.4.1 Recipient address rejected: Access denied"},
            True,
        ),
        ({"status": "5.1.8", "diagnostic": "smtp; 553 5.1.8 Sender address has a null MX"}, False),
        ({"status": "5.2.3", "diagnostic": "smtp; 552 5.2.3 Message too long"}, False),
        ({"status": "5.4.7", "diagnostic": "smtp; 554 5.4.7 Message expired"}, False),
        ({"status": "5.4.6", "diagnostic": "smtp; 554 5.4.6 Routing loop"}, False),
        ({"status": "5.2.2", "diagnostic": "smtp; 552 5.2.2 Mailbox full"}, False),
        ({"status": "5.7.1", "diagnostic": "smtp; 550 5.7.1 Your network is on a list"}, False),
        ({"status": "5.0.0", "diagnostic": "smtp; 550 5.7.1 Looks like spam"}, False),
        ({"status": "4.4.7", "diagnostic": "X-Postfix; delivery temporarily suspended"}, False),
        ({"status": "", "diagnostic": "nothing to read"}, False),
    ],
)
def test_only_a_fault_of_the_address_for_good_is_hard(
    amina: Person, given: dict[str, str], is_hard: bool
) -> None:
    received = come_back(report(**given), return_path(sent_mail()))
    assert received == (Received.HARD if is_hard else Received.SOFT)
    assert (amina.mail_refused_at is not None) is is_hard


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_mail_that_was_not_given_up_is_no_bounce(amina: Person, action: str) -> None:
    assert come_back(report(action=action), return_path(sent_mail())) == Received.NO_BOUNCE
    assert number_of_bounces() == 0


def test_an_answer_of_somebody_who_is_away_is_no_bounce(amina: Person) -> None:
    to = return_path(sent_mail())
    assert come_back(out_of_office(to), to) == Received.NO_BOUNCE
    assert amina.mail_refused_at is None


def test_soft_bounces_on_four_days_in_a_row_switch_the_address_off(amina: Person) -> None:
    for day in range(4):
        assert amina.mail_refused_at is None, day
        for _ in range(3):
            assert come_back(report(**FULL), return_path(sent_mail())) == Received.SOFT
        clock.forward(timedelta(days=1))
        db.session.expire_all()
    assert amina.mail_refused_reason == "452 4.2.2 Mailbox full"


def test_soft_bounces_far_apart_do_not(amina: Person) -> None:
    for _ in range(8):
        come_back(report(**FULL), return_path(sent_mail()))
        clock.forward(timedelta(days=8))
    assert amina.mail_refused_at is None


def test_one_report_counts_once_however_often_it_comes(amina: Person) -> None:
    to = return_path(sent_mail())
    assert come_back(report(**FULL), to) == Received.SOFT
    for _ in range(5):
        clock.forward(timedelta(days=1))
        assert come_back(report(**FULL), to) == Received.AGAIN
    assert amina.mail_refused_at is None


def test_an_address_that_works_again_begins_anew_and_an_old_report_does_not_end_it(amina: Person) -> None:
    old = return_path(sent_mail())
    come_back(report(), old)
    with transaction():
        mark_address_works(person=amina)
    assert come_back(report(), old) == Received.AGAIN
    assert amina.mail_refused_at is None
    for _ in range(3):
        come_back(report(**FULL), return_path(sent_mail()))
        clock.forward(timedelta(days=1))
    with transaction():
        mark_address_works(person=amina)
    come_back(report(**FULL), return_path(sent_mail()))
    assert amina.mail_refused_at is None


def test_a_refusal_for_now_that_lasted_for_days_counts_as_a_soft_bounce(
    app: Flask, site: Settings, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_server() as postbox:
        there = replace(site, smtp_host="127.0.0.1", smtp_port=postbox.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", there)
        postbox.answers[ADDRESS] = "452 4.2.2 Mailbox full"
        mail_later(to=ADDRESS, subject="Is it gone?", text="words")
        commit()
        for _ in range(14):
            Worker({MAIL: deliver}, outside=frozenset({MAIL})).drain()
            clock.forward(timedelta(hours=7))
    bounce = db.session.scalars(select(MailBounce)).one()
    assert (bounce.address, bounce.is_hard) == (ADDRESS, False)
    assert "452 4.2.2 Mailbox full" in bounce.reason


def test_an_address_of_nobody_here_is_shown_where_it_is_set(client: FlaskClient) -> None:
    council = make_council("Wexmoor", contact_email=ADDRESS)
    come_back(report(), return_path(sent_mail()))
    assert find_undelivered([ADDRESS])[ADDRESS].reason == "550 5.1.1 <amina@example.net>: No such user"
    sign_in(client, make_officer(council, is_lead=True).person)
    assert f"Email to {ADDRESS} cannot be delivered." in client.get("/councils/wexmoor/settings").text


def test_the_administrator_sees_what_came_back(client: FlaskClient, amina: Person) -> None:
    come_back(report(), return_path(sent_mail()))
    come_back(report(**FULL), return_path(sent_mail("bob@example.net")))
    sign_in(client, make_person(role=SiteRole.ADMINISTRATOR))
    text = client.get("/moderation/outbox").text
    assert "No such user" in text
    assert "bob@example.net" in text


def test_old_bounces_are_forgotten(amina: Person) -> None:
    come_back(report(), return_path(sent_mail()))
    clock.forward(timedelta(days=91))
    with transaction():
        forget_old_bounces()
    assert number_of_bounces() == 0


def pipe(app: Flask, raw: bytes, *recipient: str) -> tuple[int, str]:
    """What a mail server does that pipes a message into the command."""
    result = app.test_cli_runner().invoke(args=["mail", "receive-bounce", *recipient], input=io.BytesIO(raw))
    return result.exit_code, result.output


def test_a_mail_server_brings_bounces_in_by_a_pipe(app: Flask, amina: Person) -> None:
    code, said = pipe(app, report(), return_path(sent_mail()))
    assert code == 0
    assert "for good" in said
    db.session.expire_all()
    assert amina.mail_refused_at is not None


@pytest.mark.parametrize("raw", [b"", b"\xff\x00\n\n", b"x" * 3_000_000, out_of_office("x@y.org")])
def test_whatever_is_piped_in_is_taken_so_that_no_bounce_bounces(app: Flask, raw: bytes) -> None:
    assert pipe(app, raw)[0] == 0
    assert pipe(app, raw, return_path(sent_mail()))[0] == 0


def test_a_database_that_does_not_answer_makes_the_mail_server_come_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr("forum.web.mail_commands.receive_bounce", fail)
    assert pipe(app, report(), BOX)[0] == 75


@pytest.mark.parametrize(
    "address", ["bounce", "a+b@example.org", "x" * 31 + "@example.org", "a b@example.org"]
)
def test_an_address_for_bounces_that_cannot_be_one_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(SettingsError, match="BOUNCE_ADDRESS"):
        Settings(bounce_address=address).checked()


@given(st.binary(max_size=400), st.integers(0, 2000), st.sampled_from([b"", b"--", b"\r\n\r\n", b"message/"]))
def test_no_message_can_break_the_reading(rubbish: bytes, at: int, more: bytes) -> None:
    good = report()
    read_report(good[:at] + rubbish + more + good[at:])


def test_a_report_in_a_thousand_wrappers_costs_nothing() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (one, one) for one in range(1000)
    )
    assert read_report(nested + report()) is None
