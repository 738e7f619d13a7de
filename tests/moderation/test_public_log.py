"""What moderators decided, for everyone: counts and plain words, and nobody's name, title or words."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from forum.core.db import commit
from forum.moderation.actions.appeals import appeal_against, decide_appeal
from forum.moderation.actions.people import suspend_author
from forum.moderation.actions.posts import hide_post
from forum.moderation.actions.reports import report_post
from forum.moderation.decision_words import WORDS
from forum.moderation.vocabulary import REASONS, REASONS_FOR, AppealOutcome, ReasonCode, ReportKind, Verb
from tests.moderation.reasons import A_REASON
from tests.support.factories import make_barrier, make_comment, make_person
from tests.support.statements import count_statements
from tests.threads.pages import main_of

pytestmark = pytest.mark.sql


def test_everyone_reads_what_was_decided_without_any_name(client: FlaskClient) -> None:
    moderator, rosa = make_person("Mortimer", role="moderator"), make_person("Rosamund")
    barrier = make_barrier("Keys of the hall", author=rosa)
    report_post(post=barrier, kind=ReportKind.SPAM, words="An advert", person=make_person("Reporta"))
    act = hide_post(post=barrier, person=moderator, reason=A_REASON)
    assert act is not None
    appeal = appeal_against(act=act, person=rosa, words="It is ours.")
    decide_appeal(
        appeal=appeal, by=make_person(role="moderator"), outcome=AppealOutcome.OVERTURNED, answer="Yes."
    )
    hide_post(post=make_comment(make_barrier(), author=rosa), person=moderator, reason=A_REASON)
    suspend_author(author=rosa, by=moderator, reason=A_REASON, days=7)
    commit()
    page = main_of(client.get("/decisions"))
    for words in (
        "1 reported post looked at, 1 acted on",
        "1 appeal decided, 1 of them right",
        "Hid a post, because it was advertising or spam",
        "Another moderator looked at it, and undid it.",
        "Hid a comment",
        "Suspended someone from posting",
    ):
        assert words in page, words
    for secret in (
        "Mortimer",
        "Rosamund",
        "Reporta",
        "Keys of the hall",
        "It sells something.",
        "It is ours.",
    ):
        assert secret not in page, secret


def test_the_log_is_paged_and_costs_the_same_for_many(client: FlaskClient) -> None:
    moderator = make_person(role="moderator")
    counts = []
    for _ in range(2):
        with count_statements() as seen:
            assert client.get("/decisions").status_code == 200
        counts.append(len(seen))
        for _ in range(21):
            hide_post(post=make_barrier(), person=moderator, reason=A_REASON)
        commit()
    assert counts[0] == counts[1] <= 6, "\n".join(seen)
    older = re.search(r'rel="next" href="([^"]+)"', client.get("/decisions").text)
    assert older is not None
    assert main_of(client.get(older[1].replace("&amp;", "&"))).count("Hid a post, because") == 20


def test_every_decision_and_every_reason_has_words() -> None:
    assert set(WORDS) == set(Verb) == set(REASONS_FOR)
    assert set(REASONS) == set(ReasonCode)
