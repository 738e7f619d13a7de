"""What is over a cap waits: for an address, for what one person sets off, for the site; nothing is lost, digests wait first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import Settings
from forum.core import clock, outbox
from forum.core.db import commit, db
from forum.core.mail import deliver, mail_later
from forum.core.outbox import MAIL, OutboxRow, Rank, enqueue
from forum.core.rate_limits import Rate, full_until, hit_in_any
from forum.core.worker import Worker
from tests.support.factories import make_person, sign_in

pytestmark = pytest.mark.sql
Sent = list[str]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """The subjects of what went out, in their order."""
    found: Sent = []
    monkeypatch.setattr("forum.core.mail._write", lambda message, *_rest: found.append(message["Subject"]))
    return found


@pytest.fixture
def cap(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def change(**given: Any) -> None:
        none = dict.fromkeys(("mails_an_hour", "mails_a_day_to_one_address", "mails_a_day_by_one_person"), 0)
        monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, **(none | given)))

    return change


def drain() -> None:
    Worker({MAIL: deliver}, outside=frozenset({MAIL}), apart=frozenset({MAIL})).drain()


def write(number: int, *, to: str = "", name: str = "", rank: Rank = Rank.USUAL) -> None:
    for one in range(number):
        mail_later(to=to or f"p{one}@example.org", subject=f"{name}{one}", text="words", rank=rank)
    commit()


def held() -> Counter[str | None]:
    rows = db.session.execute(
        select(OutboxRow.held_by, func.count()).where(OutboxRow.done_at.is_(None)).group_by(OutboxRow.held_by)
    )
    return Counter({by: number for by, number in rows})  # noqa: C416  # rows are no pairs to mypy


def next_day() -> None:
    clock.forward(timedelta(days=1))


def test_one_mailbox_gets_so_many_a_day_and_the_rest_on_the_next_days(
    cap: Callable[..., None], sent: Sent
) -> None:
    cap(mails_a_day_to_one_address=3)
    write(4, to="Ann <a.nn+x@example.org>", name="a")
    write(3, to="ann@example.org", name="b")
    write(2, to="bob@example.org", name="c")
    drain()
    assert sent == ["a0", "a1", "a2", "c0", "c1"]
    assert held() == {"address": 4}
    next_day()
    drain()
    assert sent[5:] == ["a3", "b0", "b1"]
    next_day()
    drain()
    assert sent[8:] == ["b2"]
    assert db.session.scalars(select(OutboxRow.dead_at)).all() == [None] * 9
    assert db.session.scalars(select(OutboxRow.number_of_attempts)).all() == [1] * 9


def test_what_somebody_waits_for_goes_to_a_full_mailbox_too(cap: Callable[..., None], sent: Sent) -> None:
    cap(mails_a_day_to_one_address=1)
    write(2, to="ann@example.org", name="news")
    drain()
    write(1, to="ann@example.org", name="link", rank=Rank.AT_ONCE)
    drain()
    assert sent == ["news0", "link0"]


def test_what_one_person_sets_off_is_capped_through_all_that_follows(
    app: Flask, cap: Callable[..., None], sent: Sent
) -> None:
    cap(mails_a_day_by_one_person=2)

    def tell_all(rows: list[OutboxRow]) -> None:
        for row in rows:
            for number in range(3):
                mail_later(
                    to=f"{row.id}-{number}@example.org", subject=f"{row.payload['by']}{number}", text="words"
                )

    for person in (7, 8):
        outbox.ask_for_cause(lambda person=person: person)
        enqueue("tell", {"by": f"person {person}: "})
    outbox.ask_for_cause(lambda: None)
    enqueue("tell", {"by": "nobody: "})
    commit()
    Worker({"tell": tell_all, MAIL: deliver}, outside=frozenset({MAIL})).drain()
    assert Counter(subject.partition(":")[0] for subject in sent) == {
        "person 7": 2,
        "person 8": 2,
        "nobody": 3,
    }
    assert held() == {"person": 2}
    next_day()
    drain()
    assert len(sent) == 9


def test_a_request_says_whose_act_it_was(app: Flask, client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)

    def note(response: Any) -> Any:
        enqueue("note", {})
        commit()
        return response

    app.after_request_funcs[None].append(note)
    try:
        client.get("/about")
        app.test_client().get("/about")
    finally:
        app.after_request_funcs[None].remove(note)
    causes = db.session.scalars(
        select(OutboxRow.caused_by_id).where(OutboxRow.kind == "note").order_by(OutboxRow.id)
    )
    assert list(causes) == [person.id, None]


def test_digests_wait_first_then_notices_and_what_somebody_waits_for_last(
    cap: Callable[..., None], sent: Sent
) -> None:
    cap(mails_an_hour=10)
    write(12, name="digest", rank=Rank.DIGEST)
    drain()
    assert len(sent) == 7
    write(5, name="notice")
    drain()
    assert sent[7:] == ["notice0", "notice1"]
    write(3, name="link", rank=Rank.AT_ONCE)
    drain()
    assert sent[9:] == ["link0"]
    assert held() == {"site": 10}
    clock.forward(timedelta(hours=1))
    drain()
    assert sent[10:15] == ["link1", "link2", "notice2", "notice3", "notice4"]
    assert sent[15:] == ["digest7", "digest8"]
    for _ in range(2):
        clock.forward(timedelta(hours=1))
        drain()
    assert sorted(Counter(sent).values()) == [1] * 20


def test_a_cap_of_the_site_is_met_once_and_not_by_every_mail(cap: Callable[..., None], sent: Sent) -> None:
    cap(mails_an_hour=10)
    write(200, name="digest", rank=Rank.DIGEST)
    worker = Worker({MAIL: deliver}, outside=frozenset({MAIL}), apart=frozenset({MAIL}))
    assert worker.drain() == 8
    assert held() == {"site": 193}
    assert len(sent) == 7


def test_a_mail_that_did_not_go_out_counts_nothing(
    cap: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cap(mails_an_hour=2)

    def fail(*_given: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("forum.core.mail._write", fail)
    write(1)
    for _ in range(5):
        clock.forward(timedelta(hours=7))
        drain()
    assert full_until("mails", Rate(1, timedelta(hours=1))) is None


def test_a_rate_in_any_window_lets_through_no_more_at_midnight(app: Flask) -> None:
    rate = Rate(3, timedelta(days=1))
    assert [hit_in_any("k", rate) for _ in range(3)] == [None] * 3
    for hour in range(1, 24):
        clock.forward(timedelta(hours=1))
        wait = hit_in_any("k", rate)
        assert wait is not None
        assert abs(wait - timedelta(hours=24 - hour)) < timedelta(minutes=1)
    clock.forward(timedelta(hours=1, minutes=1))
    assert hit_in_any("k", rate) is None
