"""Who hears of a story, and when its author is asked whether it is still true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.stories.actions.outcomes import check_outcome
from forum.stories.actions.publish import ask_later
from forum.stories.vocabulary import Checker
from tests.stories.making import make_outcome, make_story
from tests.support.factories import make_person

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


def mails() -> list[tuple[str, str]]:
    Worker(WORK).drain()
    rows = db.session.query(OutboxRow).filter_by(kind="mail").order_by(OutboxRow.id)
    return [(row.payload["to"], row.payload["text"]) for row in rows]


def test_followers_hear_of_a_result_once_a_day_and_of_a_check_with_its_name(app: Flask) -> None:
    story, follower = make_story(), make_person(email="follower@example.org")
    follow(thread=story, person=follower)
    make_outcome(story, indicator="Meals")
    outcome = make_outcome(story, indicator="Smiles")
    sent = mails()
    assert [to for to, _ in sent] == ["follower@example.org"]
    assert "Meals" in sent[0][1]
    with clock.travelled_to(clock.now() + timedelta(days=1)):
        peer = make_person("Beth")
        check_outcome(outcome=outcome, person=peer, checks_as=Checker.PEER, speaks_for="Hot Pot")
        commit()
        assert "Checked by a peer: Beth, Hot Pot" in " ".join(mails()[-1][1].split())


@pytest.mark.parametrize(("days", "asked"), [(364, 0), (366, 1)])
def test_its_author_is_asked_after_a_year_once(app: Flask, days: int, asked: int) -> None:
    author = make_person(email="author@example.org")
    story = make_story(author=author)
    ask_later(story)
    commit()
    with clock.travelled_to(clock.now() + timedelta(days=days)):
        for _ in range(2):
            assert len(mails()) == asked


@pytest.mark.parametrize("why", ["hidden_at", "archived_at"])
def test_nobody_is_asked_about_a_story_that_is_gone(app: Flask, why: str) -> None:
    story = make_story(**{why: clock.now()})
    ask_later(story)
    commit()
    with clock.travelled_to(clock.now() + timedelta(days=366)):
        assert mails() == []
