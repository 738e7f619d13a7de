"""Logging a barrier: step by step, without losing a word, to one barrier."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, Transition
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.councils.models import Council, CouncilName
from forum.follows.models import Follow
from forum.groups.models import Group
from forum.threads.models import Draft, Visibility
from tests.support.factories import (
    csrf_token,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    saved,
    sign_in,
)

STORY = {"title": "We were asked for £5m insurance", "what_happened": "The hall wanted £5 million of cover."}
NOT_SURE = {"not_sure": "y"}
SEND = {"category": "insurance", "visibility": "public"}


def send(client: FlaskClient, path: str, **typed: Any) -> TestResponse:
    """Send a form as a browser does: with the token of the page it stands on."""
    token = form_token(client, path)
    return client.post(path, data={"csrf_token": token, **typed})


def form_token(client: FlaskClient, path: str) -> str:
    page = client.get(path).get_data(as_text=True)
    return page.rsplit('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def begin(client: FlaskClient, **typed: Any) -> str:
    """Take the first step; gives the report's key."""
    answer = send(
        client,
        "/barriers/log?new=1",
        **{**STORY, **(NOT_SURE if "council_name" not in typed else {}), **typed},
    )
    assert answer.status_code == 303
    return answer.headers["Location"].split("/")[3]


def walk(client: FlaskClient, council: Council, **typed: Any) -> str:
    """Take every step but the last."""
    return begin(client, **{"council_name": council.name, **typed})


def barriers() -> list[Barrier]:
    return list(db.session.scalars(select(Barrier).order_by(Barrier.id)))


def test_looking_at_the_first_step_makes_nothing(client: FlaskClient) -> None:
    assert client.get("/barriers/log").status_code == 200
    assert db.session.scalar(select(func.count(Draft.id))) == 0


def test_a_member_reports_a_barrier_with_five_answers(client: FlaskClient) -> None:
    council, person = make_council("Wexmoor"), make_person()
    sign_in(client, person)
    key = walk(client, council)
    answer = send(client, f"/barriers/log/{key}/send", **SEND)
    (barrier,) = barriers()
    assert answer.status_code == 303
    assert answer.headers[
        "Location"
    ] == f"/barriers/{barrier.id}-we-were-asked-for-ps5m-insurance" or answer.headers["Location"].startswith(
        f"/barriers/{barrier.id}-"
    )
    assert (barrier.state, barrier.council_id, barrier.author_id) == (State.OPEN, council.id, person.id)
    assert barrier.number_of_affected == 1
    (affected,) = db.session.scalars(select(Affected))
    assert affected.is_reporter
    (first,) = db.session.scalars(select(Transition))
    assert (first.from_state, first.to_state, first.role) == (None, State.OPEN, Role.MEMBER)
    assert db.session.scalar(select(Follow.person_id)) == person.id
    documents = [
        row.payload for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "index"))
    ]
    assert {"document": f"thread:{barrier.id}"} in documents


def test_sending_twice_makes_one_barrier(client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = walk(client, make_council())
    token = form_token(client, f"/barriers/log/{key}/send")
    answers = [client.post(f"/barriers/log/{key}/send", data={"csrf_token": token, **SEND}) for _ in range(2)]
    (barrier,) = barriers()
    assert f"/barriers/{barrier.id}" in answers[1].headers["Location"]


def test_the_back_button_shows_what_was_typed(client: FlaskClient) -> None:
    key = begin(client)
    assert "£5 million of cover" in client.get(f"/barriers/log/{key}/story").get_data(as_text=True)
    again = client.get("/barriers/log", follow_redirects=True).get_data(as_text=True)
    assert "£5 million of cover" in again


def test_a_visitor_confirms_by_mail_and_publishes_with_one_button(app: Flask, client: FlaskClient) -> None:
    key = walk(client, make_council())
    who = {"name": "Joan Pike", "email": "joan@example.org"}
    answer = send(client, f"/barriers/log/{key}/send", **SEND, **who, group_name="Fenwick Quilters")
    assert answer.headers["Location"] == f"/barriers/log/{key}/check-mail"
    assert "joan@example.org" in client.get(f"/barriers/log/{key}/check-mail").get_data(as_text=True)
    assert barriers() == []
    payloads = [row.payload for row in db.session.scalars(select(OutboxRow))]
    assert any(one.get("next_path") == f"/barriers/log/{key}/publish" for one in payloads)
    person = make_person("Joan Pike")
    other_device = sign_in(app.test_client(), person)
    assert send(other_device, f"/barriers/log/{key}/publish").status_code == 303
    (barrier,) = barriers()
    assert barrier.author_id == person.id
    assert barrier.group is not None
    assert barrier.group.name == "Fenwick Quilters"
    reused = other_device.get(f"/barriers/log/{key}/publish")
    assert reused.headers["Location"] == f"/barriers/{barrier.numbered_slug}"


def test_the_mailed_page_asks_a_visitor_to_sign_in_first(client: FlaskClient) -> None:
    key = walk(client, make_council())
    answer = client.get(f"/barriers/log/{key}/publish")
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_a_report_belongs_to_the_person_who_began_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = begin(client)
    other = sign_in(app.test_client(), make_person())
    assert other.get(f"/barriers/log/{key}/story").status_code == 404
    visitor = app.test_client().get(f"/barriers/log/{key}/story")
    assert visitor.status_code == 302
    assert "£5" not in visitor.get_data(as_text=True)


def test_an_expired_session_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = begin(client)
    late = app.test_client()
    data = {"title": "A better title", "what_happened": "A longer story.", **NOT_SURE}
    came_back = late.post(f"/barriers/log/{key}/story", data=data)
    assert came_back.status_code == 422
    text = came_back.get_data(as_text=True)
    assert "A longer story." in text
    assert "Nothing is lost" in text
    token = text.rsplit('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    answer = late.post(f"/barriers/log/{key}/story", data={**data, "csrf_token": token})
    assert "/sign-in" in answer.headers["Location"]
    assert "A longer story." in client.get(f"/barriers/log/{key}/story").get_data(as_text=True)


def test_a_validation_error_keeps_what_was_typed_on_the_page_and_in_the_draft(client: FlaskClient) -> None:
    key = begin(client)
    answer = send(client, f"/barriers/log/{key}/story", title="", what_happened="Still here.", **NOT_SURE)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Still here." in text
    assert "There is a problem" in text
    assert "Say in a few words what got in the way." in text
    assert "Still here." in client.get(f"/barriers/log/{key}/story").get_data(as_text=True)


@pytest.mark.parametrize("where", ["log", "affects-us"])
def test_the_summary_lists_what_is_missing_in_the_order_of_the_page(client: FlaskClient, where: str) -> None:
    path = f"/barriers/log/{begin(client)}/send" if where == "log" else affects_us()
    text = send(client, path, cost_pounds="much").get_data(as_text=True)
    summary, page = text.split('class="error-summary__list"', 1)[1].split("</ul>", 1)
    fields = re.findall(r'href="#([\w-]+)"', summary)
    assert len(fields) >= 3
    assert fields == sorted(fields, key=lambda field: page.index(f'id="{field}"'))


def affects_us() -> str:
    return f"/barriers/{make_barrier('A barrier of others').id}/affects-us"


def test_typing_is_kept_while_it_goes_on(client: FlaskClient) -> None:
    key = begin(client)
    token = form_token(client, f"/barriers/log/{key}/story")
    answer = client.post(
        f"/barriers/log/{key}/story/keep",
        data={"csrf_token": token, "title": "", "what_happened": "Half a sent"},
    )
    assert answer.status_code == 204
    assert "Half a sent" in client.get(f"/barriers/log/{key}/story").get_data(as_text=True)


def test_a_former_name_finds_the_council_that_took_its_place(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    saved(CouncilName(council_id=council.id, name="Oldborough", normalised="oldborough"))
    sign_in(client, make_person())
    key = walk(client, council, council_name="Oldborough Council")
    send(client, f"/barriers/log/{key}/send", **SEND)
    assert barriers()[0].council_id == council.id


def test_several_councils_of_a_name_are_offered_to_choose_from(client: FlaskClient) -> None:
    one, other = make_council("East Harrow"), make_council("West Harrow")
    key = begin(client)
    page = f"/barriers/log/{key}/story"
    asked = send(client, page, **STORY, council_name="Harrow")
    assert asked.status_code == 422
    text = asked.get_data(as_text=True)
    assert "Choose the council you mean." in text
    assert one.official_name in text
    chosen = send(client, page, **STORY, council_name="Harrow", council_for="Harrow", council=str(other.id))
    assert chosen.status_code == 303
    assert db.session.scalars(select(Draft)).one().answers["council"] == str(other.id)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"council_name": "Nowhere at all"}, "We cannot find a council with that name."),
        ({"council_name": ""}, "Type the name of the council"),
        ({"council_name": "x", "council_for": "x", "council": "999999"}, "We do not recognise this council."),
        (
            {"council_name": "x", "council_for": "x", "council": "9" * 400},
            "We do not recognise this council.",
        ),
    ],
)
def test_a_place_that_cannot_be_gets_a_message_beside_the_field(
    client: FlaskClient, typed: dict[str, str], message: str
) -> None:
    make_council()
    key = begin(client)
    answer = send(client, f"/barriers/log/{key}/story", **STORY, **typed)
    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count(message) == 2


def test_not_sure_which_council_is_an_answer(client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = walk(client, make_council(), council_name="", not_sure="y")
    answer = send(client, f"/barriers/log/{key}/send", **SEND)
    (barrier,) = barriers()
    assert barrier.council_id is None
    assert "not sure which council" in client.get(answer.headers["Location"]).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"cost_pounds": "-5"}, "Use 0 or more pounds."),
        ({"cost_pounds": "9" * 500}, "10,000,000 pounds or fewer"),
        ({"delay_days": "two weeks"}, "Type a whole number of days"),
        ({"people_affected": "1.5"}, "Type a whole number of people"),
        ({"people_affected": "٣"}, "Type a whole number of people"),
        ({"effect": "forged"}, "Choose one of the answers shown."),
        ({"excluded": ["carers", "forged"]}, "Choose one of the answers shown."),
        ({"rule_source": "forged"}, "Choose one of the answers shown."),
        ({"area": "1234567"}, "Choose a place from the list."),
        ({"tags": ",".join(f"tag{n}" for n in range(2000))}, "8 tags or fewer. You typed 2000."),
        ({"would_help": "x" * 2001}, "Please use 2000 characters or fewer."),
    ],
)
def test_details_that_cannot_be_get_a_message_beside_the_field(
    client: FlaskClient, typed: dict[str, Any], message: str
) -> None:
    council = make_council("Wexmoor")
    make_area(make_council("Elsewhere"))
    key = begin(client, council_name=council.name)
    answer = send(client, f"/barriers/log/{key}/details", **typed)
    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count(message) == 2


def test_details_are_kept_and_shown(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    area = make_area(council, "Fenwick")
    sign_in(client, make_person())
    key = walk(client, council)
    typed = {
        "effect": "stopped",
        "cost_pounds": "£1,250",
        "delay_days": "14",
        "people_affected": "40",
        "excluded": ["carers"],
        "rule_source": "law",
        "rule_words": "Hirers must hold cover.",
        "area": str(area.id),
        "would_help": "A lower limit.",
        "tags": "Hall Hire, insurance",
    }
    send(client, f"/barriers/log/{key}/details", **typed)
    answer = send(client, f"/barriers/log/{key}/send", **SEND)
    (barrier,) = barriers()
    (affected,) = db.session.scalars(select(Affected))
    assert (affected.effect, affected.cost_pounds, affected.delay_days) == ("stopped", 1250, 14)
    assert [one.code for one in affected.excluded] == ["carers"]
    assert (barrier.area_id, barrier.rule_source) == (area.id, "law")
    assert [tag.name for tag in barrier.tags] == ["hall-hire", "insurance"]
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    for words in ("£1,250", "Hirers must hold cover.", "A lower limit.", "Fenwick", "hall-hire"):
        assert words in page


def test_skipping_the_details_drops_only_what_is_not_right(client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = walk(client, make_council())
    answer = send(
        client, f"/barriers/log/{key}/details", skip="1", cost_pounds="lots", would_help="A lower limit."
    )
    assert answer.status_code == 303
    send(client, f"/barriers/log/{key}/send", **SEND)
    assert barriers()[0].would_help == "A lower limit."


@pytest.mark.parametrize(
    ("title", "stored"),
    [
        ("Nul\x00 and bell\x07", "Nul and bell"),
        ("Right\u202eto left", "Rightto left"),
        ("We cheered 🎉 too soon", "We cheered 🎉 too soon"),
        ("  two\nlines  ", "two lines"),
    ],
)
def test_odd_letters_are_tidied_and_real_ones_kept(client: FlaskClient, title: str, stored: str) -> None:
    sign_in(client, make_person())
    key = walk(client, make_council())
    send(client, f"/barriers/log/{key}/story", title=title, what_happened="It did.", **NOT_SURE)
    send(client, f"/barriers/log/{key}/send", **SEND)
    assert barriers()[0].title == stored


def test_a_title_and_a_story_that_are_too_long_are_told_so(client: FlaskClient) -> None:
    answer = send(client, "/barriers/log", title="x" * 91, what_happened="y" * 20_001)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Please use 90 characters or fewer." in text
    assert "Please use 20000 characters or fewer." in text


def test_ten_megabytes_are_refused(client: FlaskClient) -> None:
    assert client.post("/barriers/log", data={"title": "x" * 10_000_000}).status_code == 413


def test_a_forged_visibility_and_a_foreign_group_are_refused(client: FlaskClient) -> None:
    person = make_person()
    make_group("Ours", members=(person,))
    foreign = make_group("Theirs")
    sign_in(client, person)
    key = walk(client, make_council())
    answer = send(client, f"/barriers/log/{key}/send", visibility="everyone", group=str(foreign.id))
    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count("Choose one of the answers shown.") >= 3
    assert barriers() == []


def test_one_of_my_groups_is_chosen(client: FlaskClient) -> None:
    person = make_person()
    group = make_group("Ours", members=(person,))
    sign_in(client, person)
    key = walk(client, make_council())
    send(client, f"/barriers/log/{key}/send", **SEND, group=str(group.id))
    assert barriers()[0].group_id == group.id
    assert db.session.scalar(select(func.count(Group.id))) == 1


@pytest.mark.parametrize("visibility", [Visibility.NAMELESS, Visibility.COUNCIL])
def test_who_asks_for_no_name_is_nameless_among_the_affected_too(
    client: FlaskClient, visibility: str
) -> None:
    sign_in(client, make_person())
    key = walk(client, make_council())
    send(
        client,
        f"/barriers/log/{key}/send",
        category="insurance",
        visibility=visibility,
        group_name="Quiet Quilters",
    )
    (affected,) = db.session.scalars(select(Affected))
    assert affected.is_nameless
    assert barriers()[0].visibility == visibility


def test_the_similar_step_shows_what_is_here_and_what_was_removed_elsewhere(client: FlaskClient) -> None:
    council, elsewhere = make_council("Wexmoor"), make_council("Harrowdale")
    here = make_barrier("Insurance asked for by the hall", council=council)
    removed = make_barrier("Insurance limit lowered", council=elsewhere, state=State.REMOVED)
    hidden = make_barrier("Insurance kept secret", council=council, visibility=Visibility.COUNCIL)
    other = make_barrier("No ramp at the library", council=council, category="access_disability")
    key = begin(client, council_name=council.name)
    text = client.get(f"/barriers/log/{key}/send").get_data(as_text=True)
    assert here.title in text
    assert removed.title in text
    assert hidden.title not in text
    assert other.title not in text
    assert f"/barriers/{here.id}/affects-us?draft={key}" in text


def test_the_last_step_leads_back_to_a_step_that_was_left_out(client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = begin(client)
    send(client, f"/barriers/log/{key}/story", title="")
    answer = send(client, f"/barriers/log/{key}/send", **SEND)
    assert "/story?check=1" in answer.headers["Location"]
    text = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "There is a problem" in text
    assert barriers() == []


def test_the_last_step_shows_all_answers_with_a_way_to_change_them(client: FlaskClient) -> None:
    key = walk(client, make_council("Wexmoor"))
    text = client.get(f"/barriers/log/{key}/send").get_data(as_text=True)
    assert "We were asked for £5m insurance" in text
    assert f"/barriers/log/{key}/story?then=check" in text
    changed = send(client, f"/barriers/log/{key}/story?then=check", **STORY, **NOT_SURE)
    assert changed.headers["Location"].endswith(f"/{key}/send")


def test_a_key_that_opens_nothing_says_so(client: FlaskClient) -> None:
    for path in ("/barriers/log/nothing/story", "/barriers/log/nothing/check-mail", "/barriers/log/%01/send"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "We cannot find this report" in answer.get_data(as_text=True)
    assert client.get("/barriers/log/%00/send").status_code == 404


def test_a_report_without_the_token_is_not_published(client: FlaskClient) -> None:
    sign_in(client, make_person())
    key = walk(client, make_council())
    assert client.post(f"/barriers/log/{key}/send", data=SEND).status_code == 422
    assert barriers() == []
    assert csrf_token(client, f"/barriers/log/{key}/send")
