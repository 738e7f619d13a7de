"""A moderator changes a title or removes a part; what is removed leaves the page, its history, its quotes and the index."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.barriers.models import Revision
from forum.core import clock
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.moderation.actions.appeals import appeal_against, decide_appeal
from forum.moderation.actions.words import change_title, redact
from forum.moderation.models import RemovedWords
from forum.moderation.vocabulary import AppealOutcome
from forum.threads.actions.comments import edit_comment, post_comment
from forum.threads.documents import build_documents
from forum.threads.kinds import path_of
from tests.accounts.mailing import mails
from tests.moderation.reasons import A_REASON
from tests.stories.making import make_story
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    saved,
    sign_in,
)
from tests.threads.pages import send

SECRET = "12 Elm Row, flat 3"
PAGE = f"The clerk lives at {SECRET} and told us no.\n\nWe asked twice."


def test_removed_words_leave_the_page_its_quotes_its_history_and_the_index(client: FlaskClient) -> None:
    barrier = make_barrier("No keys from 12 elm row, flat 3", body=PAGE, trying_to="Open the hall")
    comment = make_comment(barrier, "Who?")
    edit_comment(comment=comment, body=f"I know {SECRET}.")
    edit_comment(comment=comment, body="Who then?")
    quoting = post_comment(
        thread=barrier, author=make_person(), body="> The clerk lives at 12 Elm\n> Row, **flat** 3 and\n\nNo."
    )
    make_affected(barrier, words=f"They sent us to {SECRET} too.")
    saved(
        Revision(
            barrier_id=barrier.id, person_id=barrier.author_id, was={"body": PAGE}, created_at=clock.now()
        )
    )
    moderator = make_person(role="moderator")
    sign_in(client, moderator)
    answer = send(
        client,
        f"/moderation/threads/{barrier.id}/redact",
        part=SECRET,
        reason="personal",
        words="An address.",
    )
    assert answer.status_code == 303
    db.session.expire_all()
    visitor = client.application.test_client()
    for reader in (visitor, client):
        page = reader.get(path_of(barrier)).text
        assert "removed by a moderator" in page
        assert "We asked twice." in page
        for part in ("Elm", "elm", "flat"):
            assert part not in page, part
    assert "elm" not in path_of(barrier)
    documents, _ = build_documents([f"thread:{barrier.id}", f"comment:{quoting.id}", f"comment:{comment.id}"])
    assert "Elm" not in str(documents)
    queued = {
        row.payload["document"]
        for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "index"))
    }
    assert {f"thread:{barrier.id}", f"comments-of:{barrier.id}"} <= queued
    author = sign_in(client.application.test_client(), comment.author)
    assert "Elm" not in author.get(f"/comments/{comment.id}/revisions").text
    assert "Elm" not in str(db.session.scalars(select(Revision.was)).all())


def test_moderators_still_see_what_was_removed_and_the_log_itself_holds_none_of_it(
    client: FlaskClient,
) -> None:
    barrier = make_barrier(body=PAGE)
    act = redact(post=barrier, words=SECRET, person=make_person(role="moderator"), reason=A_REASON)
    assert act is not None
    commit()
    page = f"/moderation/decisions/{act.id}/removed-words"
    assert client.get(page).status_code == 302
    sign_in(client, make_officer(make_council()).person)
    assert client.get(page).status_code == 403
    sign_in(client, make_person(role="moderator"))
    assert SECRET in client.get(page).text
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "redact")).all()
    assert [entry.details["number"] for entry in entries] == [1]
    assert "Elm" not in str([entry.details for entry in entries]) + str(act.details)
    assert "Elm" not in mails()[-1]["text"]


def test_words_that_are_nowhere_are_said_and_nothing_happens(client: FlaskClient) -> None:
    barrier = make_barrier(body=PAGE)
    sign_in(client, make_person(role="moderator"))
    form = f"/moderation/threads/{barrier.id}/redact"
    answer = send(client, form, part="Oak Row", reason="personal", words="An address.")
    assert answer.status_code == 422
    assert "These words are not on this page." in answer.text
    assert send(client, form, part="12", reason="personal", words="An address.").status_code == 422
    assert db.session.scalars(select(RemovedWords)).all() == []


def test_no_code_of_a_row_is_touched_by_words_that_look_like_it(app: Flask) -> None:
    barrier = make_barrier(body="It is open to insurance. Unknown.")
    was = (barrier.state, barrier.category, barrier.rule_source, barrier.kind)
    for words in ("open", "insurance", "unknown", "barrier"):
        redact(post=barrier, words=words, person=make_person(role="moderator"), reason=A_REASON)
    commit()
    db.session.expire_all()
    assert (barrier.state, barrier.category, barrier.rule_source, barrier.kind) == was
    assert barrier.body.count("removed by a moderator") == 3


def test_an_appeal_puts_the_words_back_but_not_over_what_was_written_since(app: Flask) -> None:
    barrier = make_barrier(body=PAGE)
    comment = post_comment(thread=barrier, author=make_person(), body=f"> {SECRET}\n\nYes.")
    act = redact(post=barrier, words=SECRET, person=make_person(role="moderator"), reason=A_REASON)
    assert act is not None
    edit_comment(comment=comment, body="Something else.")
    appeal = appeal_against(act=act, person=barrier.author, words="It is our own address.")
    decide_appeal(
        appeal=appeal, by=make_person(role="moderator"), outcome=AppealOutcome.OVERTURNED, answer="Yes."
    )
    commit()
    db.session.expire_all()
    assert barrier.body == PAGE
    assert SECRET in barrier.body_html
    assert comment.body == "Something else."


def test_the_words_of_a_story_are_found_in_all_its_parts(app: Flask) -> None:
    story = make_story(happened=f"We met at {SECRET}.", summary=f"At {SECRET}")
    act = redact(post=story, words=SECRET, person=make_person(role="moderator"), reason=A_REASON)
    assert act is not None
    assert act.details["number"] == 2
    assert "Elm" not in f"{story.happened}{story.happened_html}{story.summary}"


def test_a_title_is_changed_its_old_address_leads_on_and_an_appeal_undoes_it(client: FlaskClient) -> None:
    barrier = make_barrier("HELP!!!")
    old = path_of(barrier)
    sign_in(client, make_person(role="moderator"))
    form = f"/moderation/threads/{barrier.id}/retitle"
    assert send(client, form, title="", reason="unclear", words="Say it.").status_code == 422
    answer = send(client, form, title="No keys for the hall", reason="unclear", words="It said nothing.")
    assert answer.status_code == 303
    assert answer.location.endswith("no-keys-for-the-hall")
    assert client.get(old).location.endswith("no-keys-for-the-hall")
    assert "changed the title of your barrier" in mails()[-1]["text"]
    db.session.refresh(barrier)
    act = change_title(thread=barrier, title="Other", person=make_person(role="moderator"), reason=A_REASON)
    assert act is not None
    appeal = appeal_against(act=act, person=barrier.author, words="No.")
    decide_appeal(
        appeal=appeal, by=make_person(role="moderator"), outcome=AppealOutcome.OVERTURNED, answer="Yes."
    )
    assert barrier.title == "No keys for the hall"


@pytest.mark.parametrize("verb", ["retitle", "redact", "move", "merge", "split"])
@pytest.mark.parametrize("who", ["visitor", "member", "author", "lead"])
def test_nobody_but_moderators_may(client: FlaskClient, verb: str, who: str) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    people = {
        "member": make_person(),
        "author": barrier.author,
        "lead": make_officer(council, is_lead=True).person,
    }
    if who in people:
        sign_in(client, people[who])
    path = f"/moderation/threads/{barrier.id}/{verb}"
    assert client.get(path).status_code == (302 if who == "visitor" else 403)
    assert client.post(path).status_code in {302, 403}
