"""The pages on which people correct what they said, and see an answer before it is sent."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from forum.barriers.actions.affected import edit_affected
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Response, Revision
from forum.barriers.report_input import Experience
from forum.barriers.thread_kind import BarrierKind
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.threads.models import Visibility
from tests.barriers.loop import reporter_of
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_officer,
    make_person,
    sign_in,
)

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


@pytest.fixture
def council(app):
    return make_council("Wexmoor")


@pytest.fixture
def barrier(council):
    barrier = make_barrier("Hall hire insurance", council=council, author=make_person("Amina Yusuf"))
    follow(thread=barrier, person=barrier.author)
    commit()
    return barrier


@pytest.fixture
def officer(council):
    return make_officer(council, "Rob Tanner")


def hidden(page: str, name: str) -> str:
    return unescape(page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0])


def post(client, address, *names, **typed):
    page = client.get(address).text
    kept = {name: hidden(page, name) for name in ("csrf_token", *names)}
    return client.post(address, data=kept | typed)


def said(barrier, client, officer, words="We ask our insurer.") -> Response:
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/respond/look-into"
    assert post(client, address, "seen", public_note=words, send="1").status_code == 303
    return db.session.scalars(select(Response).order_by(Response.id.desc()).limit(1)).one()


def test_an_answer_is_shown_before_it_is_sent_with_who_is_told(barrier, client, officer):
    make_affected(barrier)
    follow(thread=barrier, person=make_person("Who only follows"))
    commit()
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/respond/claim-removal"
    typed = {"what_changed": "No *cover* any more.\nTwo lines.", "evidence": "The “form”."}
    shown = post(client, address, "seen", **typed)
    assert shown.status_code == 200
    assert "Check your answer before you send it" in shown.text
    assert "No <em>cover</em> any more." in shown.text
    assert "2 affected groups are asked by email whether it is really gone." in shown.text
    assert "1 other person who follows this gets one email." in shown.text
    assert db.session.scalar(select(func.count(Response.id))) == 0
    again = {name: hidden(shown.text, name) for name in ("csrf_token", "seen", *typed)}
    back = client.post(address, data=again | {"change": "1"})
    assert "Two lines." in back.text
    assert "Preview your answer" in back.text
    assert client.post(address, data=again | {"send": "1"}).status_code == 303
    assert barrier.state == State.REMOVAL_CLAIMED


def test_what_is_missing_is_said_before_the_preview(barrier, client, officer):
    sign_in(client, officer.person)
    refused = post(client, f"/barriers/{barrier.id}/respond/commit", "seen", public_note="We will.")
    assert refused.status_code == 422
    assert "Give the date by which it will change." in refused.text


@pytest.mark.parametrize("gap", ["{name}", "{ date }", "{{reference number}}", "{Officer’s name}"])
def test_a_gap_that_nobody_filled_is_refused_beside_its_field(barrier, client, officer, gap):
    sign_in(client, officer.person)
    address = f"/barriers/{barrier.id}/respond/look-into"
    refused = post(client, address, "seen", public_note=f"Dear {gap}, we look into it.", send="1")
    assert refused.status_code == 422
    assert f"Replace {gap} with your own words, or remove it." in unescape(refused.text)
    assert f"Dear {gap}, we look" in unescape(refused.text)
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_braces_of_other_kinds_are_words(barrier, client, officer):
    assert "{1, 2}" in said(barrier, client, officer, "The set {1, 2} and {}.").body


def test_an_officer_corrects_an_answer_and_the_page_keeps_what_it_said(barrier, client, officer):
    response = said(barrier, client, officer)
    page = client.get(f"/barriers/{barrier.numbered_slug}").text
    address = f"/barriers/{barrier.id}/responses/{response.id}/correct"
    assert address in page
    assert post(client, address, "began_with", body="Dear {name}").status_code == 422
    done = post(client, address, "began_with", body="We ask **two** insurers.", link="")
    assert done.status_code == 303
    page = client.get(f"/barriers/{barrier.numbered_slug}").text
    assert "<strong>two</strong>" in page
    assert "Corrected on" in page
    assert "We ask two insurers." in page.split(">Status<")[1]
    assert "We ask our insurer." in page.split(">Earlier version<")[1]


def test_two_corrections_at_once_lose_nothing(barrier, client, officer):
    response = said(barrier, client, officer)
    address = f"/barriers/{barrier.id}/responses/{response.id}/correct"
    old = client.get(address).text
    post(client, address, "began_with", body="The first.", link="")
    typed = {name: hidden(old, name) for name in ("csrf_token", "began_with")}
    second = client.post(address, data=typed | {"body": "The second.", "link": ""})
    assert second.status_code == 409
    assert "The second." in second.text
    assert response.body == "The first."


def test_an_officer_withdraws_an_answer_with_a_reason(barrier, client, officer):
    response = said(barrier, client, officer)
    address = f"/barriers/{barrier.id}/responses/{response.id}/take-back"
    assert post(client, address, "seen", reason="").status_code == 422
    assert post(client, address, "seen", reason="It was meant for another case.").status_code == 303
    assert barrier.state == State.OPEN
    page = client.get(f"/barriers/{barrier.numbered_slug}").text
    assert "Withdrawn on" in page
    assert "It was meant for another case." in page
    assert "Back to: Reported" in page
    assert client.get(address).status_code == 403
    assert "We ask our insurer." not in client.get("/councils/wexmoor/you-said-we-did").text


def test_an_answer_from_which_something_followed_is_corrected_instead(barrier, client, officer):
    response = said(barrier, client, officer)
    address = f"/barriers/{barrier.id}/responses/{response.id}/take-back"
    page = client.get(address).text
    post(client, f"/barriers/{barrier.id}/respond/ask", "seen", question="Which hall?", send="1")
    typed = {name: hidden(page, name) for name in ("csrf_token", "seen")}
    refused = client.post(address, data=typed | {"reason": "Wrong case."})
    assert refused.status_code == 409
    assert "Correct the answer instead" in refused.text
    assert "Wrong case." in refused.text


def test_nobody_else_reaches_these_pages(barrier, client, officer, council):
    response = said(barrier, client, officer)
    addresses = [f"/barriers/{barrier.id}/responses/{response.id}/{one}" for one in ("correct", "take-back")]
    for person in (make_officer(council).person, barrier.author, make_person(role="administrator")):
        sign_in(client, person)
        assert [client.get(one).status_code for one in addresses] == [403, 403]
    sign_in(client, make_officer(council, is_lead=True).person)
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    other = make_barrier("Other", council=council)
    assert client.get(f"/barriers/{other.id}/responses/{response.id}/correct").status_code == 404
    for person in (officer.person, make_person(role="moderator")):
        sign_in(client, person)
        assert client.get(f"/barriers/{barrier.id}/correct").status_code == 403


REPORT = {
    "title": "Hall hire cover",
    "body": "They want *ten* million.",
    "trying_to": "",
    "rule_words": "",
    "would_help": "",
}


def test_a_reporter_corrects_title_and_text_and_everything_follows(barrier, client, officer):
    old = f"/barriers/{barrier.numbered_slug}"
    sign_in(client, barrier.author)
    address = f"/barriers/{barrier.id}/correct"
    assert address in client.get(old).text
    done = post(client, address, "began_with", **REPORT)
    assert done.status_code == 303
    assert done.location == f"/barriers/{barrier.id}-hall-hire-cover"
    assert client.get(old).location == done.location
    page = client.get(done.location).text
    assert "<em>ten</em> million" in page
    assert "Hall hire insurance" in page.split(">Earlier version<")[1]
    found = BarrierKind().document(barrier)
    assert (found.title, "ten million" in found.text) == ("Hall hire cover", True)
    index = select(OutboxRow.payload).where(OutboxRow.kind == "index")
    assert {"document": f"thread:{barrier.id}"} in db.session.scalars(index).all()


def test_officers_hear_once_that_a_report_was_corrected(barrier, client, officer):
    sign_in(client, barrier.author)
    for title in ("Hall hire covers", "Hall hire cover"):
        post(client, f"/barriers/{barrier.id}/correct", "began_with", **(REPORT | {"title": title}))
    clock.forward(timedelta(hours=1))
    Worker(WORK).drain()
    mails = db.session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "mail")).all()
    told = [one for one in mails if one["subject"].startswith("Corrected report")]
    assert [one["to"] for one in told] == [officer.person.email]
    assert "ten million" in told[0]["text"]


def test_two_tabs_that_correct_a_report_lose_nothing_and_bad_input_is_kept(barrier, client):
    sign_in(client, barrier.author)
    address = f"/barriers/{barrier.id}/correct"
    old = client.get(address).text
    post(client, address, "began_with", **REPORT)
    typed = {name: hidden(old, name) for name in ("csrf_token", "began_with")}
    second = client.post(address, data=typed | REPORT | {"body": "The other tab."})
    assert second.status_code == 409
    assert "The other tab." in second.text
    assert barrier.body == REPORT["body"]
    refused = post(client, address, "began_with", **(REPORT | {"title": "", "body": "Kept."}))
    assert refused.status_code == 422
    assert "Kept." in refused.text


def test_earlier_words_of_a_nameless_report_are_for_itself_and_moderators(barrier, client, council):
    barrier.visibility = Visibility.NAMELESS
    reporter_of(barrier).is_nameless = True
    commit()
    sign_in(client, barrier.author)
    post(client, f"/barriers/{barrier.id}/correct", "began_with", **(REPORT | {"body": "We of St Mark’s."}))
    post(client, f"/barriers/{barrier.id}/correct", "began_with", **REPORT)
    address = f"/barriers/{barrier.numbered_slug}"
    assert "St Mark’s" in client.get(address).text
    for person in (make_officer(council).person, make_person()):
        sign_in(client, person)
        page = client.get(address).text
        assert "St Mark’s" not in page
        assert "Corrected on" in page
    sign_in(client, make_person(role="moderator"))
    assert "St Mark’s" in client.get(address).text


def test_a_groups_own_statement_keeps_what_it_said_before(barrier, client):
    affected = make_affected(barrier)
    affected.words, affected.cost_pounds = "It cost us the fete.", 40
    commit()
    edit_affected(
        affected=affected, group=None, experience=Experience(words="It cost us the fair.", cost_pounds=50)
    )
    commit()
    assert db.session.scalars(select(Revision.was)).one() == {
        "words": "It cost us the fete.",
        "cost_pounds": "40",
    }
    page = client.get(f"/barriers/{barrier.numbered_slug}").text
    assert "It cost us the fair." in page
    assert "It cost us the fete." in page.split(">Earlier version<")[1]


def test_the_kinds_of_answer_after_a_wrong_claim_are_on_the_page(barrier, client, officer):
    barrier.state = State.REMOVAL_CLAIMED
    commit()
    page = sign_in(client, officer.person).get(f"/barriers/{barrier.id}/respond").text
    assert str(ResponseKind.LOOK_INTO).replace("_", "-") in page
