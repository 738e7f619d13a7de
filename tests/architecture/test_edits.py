"""Every page that changes what is stored notices that somebody else, or another tab, was quicker."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.council_settings import add_template
from forum.barriers.actions.respond import answer_question, respond
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import QuestionAnswer
from forum.core import clock
from forum.core.db import commit, db
from forum.core.pictures import Patience
from forum.discovery.actions import save_search
from forum.groups.models import Direction, Membership
from forum.groups.resources import add_resource
from forum.questions.actions.advice import mark_answer
from forum.threads.actions.attachments import add_picture, prepare_picture
from tests.barriers.loop import move
from tests.questions.making import make_advice, make_offer, make_question
from tests.stories.making import make_outcome, make_story
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_department,
    make_group,
    make_officer,
    make_person,
    saved,
    sign_in,
)
from tests.threads.pictures import picture

NOT_EDITS = {
    "one short field that takes no word but the domain of one's own address: no words to lose": {
        "group_invitations.email_domain",
    },
    "a journey begins or goes on with a draft of one's own": {
        "barrier_affected.step", "barrier_affected.publish", "barrier_log.start", "barrier_log.step",
        "barrier_log.publish", "ask.start", "ask.step", "ask.publish", "story_tell.start", "story_tell.step",
        "story_tell.publish", "publish_by_link.publish_by_link",
    },
    "it makes something new": {
        "barrier_settings.add_template", "councils.add_department", "councils.invite_officer", "groups.create",
        "groups.claim", "offers.offer_help", "people.invite", "resources.add", "story_outcomes.add",
        "story_adding.lessons", "story_adding.barriers", "comments.comment", "advice.advise", "matches.ask",
        "reports.report", "barrier_casework.notes", "moderation_tags.tags", "decisions.show",
        "ward_routes.add", "access_blocks.blocks", "listed_words.words", "safety.records", "email_changes.change",
    },
    "it is one press, or one choice of a state that is shown beside it": {
        "barrier_affected.withdraw", "barriers_show.withdraw_barrier", "comments.delete", "question_page.close",
        "councils.retire_department", "officer_access.remove", "story_outcomes.check", "moderated_posts.comment",
        "moderated_posts.thread", "moderated_people.suspend", "moderated_people.end", "moderated_people.hide_since",
        "moderated_people.show_again", "moderated_words.title", "moderated_words.part_of_thread", "moderated_words.part_of_comment",
        "moderated_places.place", "moderated_places.one_of_two", "moderated_places.own_page", "appeals.appeal", "notifications.stop_mails", "notifications.stop_following", "council_follows.stop_summaries", "barrier_confirm.confirm",
        "barrier_casework.assign", "barrier_linking.link", "matches.request_for_help",
        "own_data.leave", "own_data.leave_by_link",
        "email_changes.confirm", "data_requests.download", "data_requests.erase",
    },
    "it carries the newest transition that its page was shown with": {
        "barrier_respond.respond_with", "barrier_respond.answer", "barrier_correct.take_back", "barrier_correct.take_back_answer",
    },
    "it is about who signs in": {
        "accounts.sign_in", "second_step.code", "accounts.link", "accounts.password", "account.password",
        "invitations.accept", "reauthentication.confirm", "accounts.device", "second_step.recovery_code", "code_app.set_up",
    },
}  # fmt: skip


@dataclass
class Edit:
    """One page of a person, the field that two tabs change, and what they type."""

    person: Person
    path: str
    field: str
    first: str = "First words"
    second: str = "Other words"


def an_edit(endpoint: str) -> Edit:
    """Make what a page changes, for somebody who may."""
    council = make_council("Wexmoor")
    lead = make_officer(council, is_lead=True).person
    settings = f"/councils/{council.slug}/settings"
    council_pages: dict[str, Callable[[], Edit]] = {
        "councils.change_contact": lambda: Edit(lead, f"{settings}/contact", "contact_name"),
        "councils.change_department": lambda: Edit(
            lead, f"{settings}/departments/{make_department(council).id}", "name"
        ),
        "councils.change_officer": lambda: Edit(
            lead, f"{settings}/officers/{make_officer(council).id}", "job_title"
        ),
        "council_look.look": lambda: Edit(lead, f"{settings}/look", "colour", "#0d4f4c", "#333333"),
        "council_numbers.times": lambda: Edit(lead, f"{settings}/times", "response_target_days", "7", "9"),
        "barrier_settings.set_route": lambda: Edit(lead, f"{settings}/routing/insurance", "contact_name"),
        "barrier_settings.change_template": lambda: Edit(
            lead, f"{settings}/templates/{a_template(council, lead).id}", "name"
        ),
        "barrier_correct.response": lambda: answered(council, lead),
        "months.words": lambda: Edit(lead, f"/councils/{council.slug}/months/2026-10/words", "body"),
    }
    return council_pages[endpoint]() if endpoint in council_pages else of_a_member(endpoint, council)


def of_a_member(endpoint: str, council) -> Edit:
    person = make_person()
    group = make_group("Ours", council=council)
    saved(Membership(group_id=group.id, person_id=person.id, is_organiser=True, created_at=clock.now()))
    barrier = make_barrier("Cover for a hall", author=person, council=council)
    make_area(council)
    pages: dict[str, Callable[[], Edit]] = {
        "data_requests.correct": lambda: Edit(
            make_person(role="administrator"), f"/people/{make_person('Ann').id}/data/correct", "name"
        ),
        "account.show": lambda: Edit(person, "/account", "name"),
        "groups.edit": lambda: Edit(person, f"/groups/{group.id}/edit", "summary"),
        "comments.edit": lambda: Edit(
            person, f"/comments/{make_comment(barrier, author=person).id}/edit", "body"
        ),
        "thread_tags.set_tags": lambda: Edit(person, f"/threads/{barrier.id}/set-tags", "tags", "one", "two"),
        "barrier_affected.start": lambda: affected(person),
        "barrier_correct.answer": lambda: question_answer(person, barrier),
        "barrier_correct.report": lambda: Edit(person, f"/barriers/{barrier.id}/correct", "title"),
        "resources.edit": lambda: resource(person, group),
        "offers.edit": lambda: Edit(person, f"/offers/{make_offer(person).id}/edit", "words"),
        "change_question.edit": lambda: question(person, "edit", "title"),
        "advice.what_was_used": lambda: question(person, "what-was-used", "words"),
        "saved_searches.rename": lambda: search(person),
        "story_change.words": lambda: story(person, "words", "title"),
        "story_change.effort": lambda: story(person, "effort", "people", "5", "6"),
        "story_place.place": lambda: place(person),
        "story_outcomes.change": lambda: outcome(person),
        "pictures.pictures": lambda: described(person, barrier),
    }
    return pages[endpoint]()


def a_template(council, lead: Person):
    made = add_template(
        council=council, by=lead, name="Ours", response_kind="acknowledge", category="", body="Hello."
    )
    commit()
    return made


def affected(person: Person) -> Edit:
    barrier = make_barrier()
    make_affected(barrier, person=person)
    return Edit(person, f"/barriers/{barrier.id}/affects-us", "words")


def answered(council, lead: Person) -> Edit:
    barrier = make_barrier(council=council)
    given = TransitionInput(today=clock.today(), public_note="We look.")
    said = respond(
        barrier=barrier, person=lead, role=Role.LEAD, kind=ResponseKind.LOOK_INTO, given=given, seen=None
    )
    commit()
    return Edit(lead, f"/barriers/{barrier.id}/responses/{said.id}/correct", "body")


def question_answer(person: Person, barrier) -> Edit:
    move(barrier, State.NEEDS_INFO, question="Which hall?")
    answer_question(barrier=barrier, person=person, role=Role.REPORTER, words="The big one.")
    commit()
    number = db.session.scalars(select(QuestionAnswer.id)).one()
    return Edit(person, f"/barriers/{barrier.id}/answers/{number}/correct", "words")


def resource(person: Person, group) -> Edit:
    until = clock.today() + timedelta(days=30)
    made = add_resource(
        group=group,
        by=person,
        direction=Direction.OFFERED,
        kind="venue",
        words="A hall",
        terms="free",
        until=until,
    )
    commit()
    return Edit(person, f"/resources/{made.id}/edit", "words")


def question(person: Person, page: str, field: str) -> Edit:
    asked = make_question(author=person)
    if page == "what-was-used":
        mark_answer(question=asked, comment=make_advice(asked))
        commit()
    return Edit(person, f"/questions/{asked.id}/{page}", field)


def search(person: Person) -> Edit:
    made = save_search(person=person, name="Halls", asks="q=halls")
    commit()
    return Edit(person, f"/searches/{made.id}/rename", "name")


def story(
    person: Person, page: str, field: str, first: str = "First words", second: str = "Other words"
) -> Edit:
    return Edit(person, f"/stories/{make_story(author=person).id}/{page}", field, first, second)


def place(person: Person) -> Edit:
    first, second = make_council("Harrowdale"), make_council("Saltmarsh")
    told = make_story(author=person, council=make_council("Penrowan"))
    return Edit(
        person, f"/stories/{told.id}/place", "council_name", first.official_name, second.official_name
    )


def outcome(person: Person) -> Edit:
    told = make_story(author=person)
    return Edit(person, f"/stories/{told.id}/outcomes/{make_outcome(told).id}", "indicator")


def described(person: Person, barrier) -> Edit:
    prepared = prepare_picture(content=picture(), name="hall.jpg", patience=Patience(20))
    added = add_picture(thread=barrier, person=person, prepared=prepared)
    commit()
    return Edit(person, f"/threads/{barrier.id}/pictures", f"alt_{added.id}")


class Fields(HTMLParser):
    """Reads what a browser would send of the form that holds a field, as a page shows it."""

    def __init__(self, page: str, field: str) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select = self._area = ""
        self.feed(page)
        self.sent = next(form for form in self.forms if field in form)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        name, kind = given.get("name", ""), given.get("type", "text")
        if not self.forms or (not name and tag != "option"):
            return
        fields = self.forms[-1]
        if tag == "textarea":
            fields[name], self._area = [""], name
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = [given.get("value", "")]
        elif tag == "input" and (kind not in {"checkbox", "radio", "file"} or "checked" in given):
            fields.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area][0] += (
                data.removeprefix("\r\n") if not self.forms[-1][self._area][0] else data
            )

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select


def routes_with_forms(app: Flask) -> set[str]:
    return {one.endpoint for one in app.url_map.iter_rules() if {"GET", "POST"} <= (one.methods or set())}


EDITS = (
    "councils.change_contact", "councils.change_department", "councils.change_officer", "council_look.look",
    "council_numbers.times", "barrier_settings.set_route", "barrier_settings.change_template", "months.words",
    "account.show", "groups.edit", "comments.edit", "thread_tags.set_tags", "barrier_affected.start",
    "barrier_correct.answer", "barrier_correct.report", "barrier_correct.response", "resources.edit", "offers.edit", "change_question.edit", "advice.what_was_used", "saved_searches.rename",
    "story_change.words", "story_change.effort", "story_place.place", "story_outcomes.change", "pictures.pictures", "data_requests.correct",
)  # fmt: skip


def test_every_page_with_a_form_is_an_edit_that_is_guarded_or_says_why_it_is_none(whole_app: Flask) -> None:
    """A new page that changes what is stored: make its form an EditForm (forum.web.conflicts) and add a recipe here."""
    known = {*EDITS, *(name for names in NOT_EDITS.values() for name in names)}
    assert sorted(routes_with_forms(whole_app) - known) == []
    assert sorted(known - routes_with_forms(whole_app)) == []


@pytest.mark.parametrize("endpoint", EDITS)
def test_the_second_of_two_tabs_sees_both_words_and_overwrites_nothing(
    endpoint: str, app: Flask, client: FlaskClient
) -> None:
    edit = an_edit(endpoint)
    sign_in(client, edit.person)
    opened = Fields(client.get(edit.path).text, edit.field).sent
    assert opened.get("began_with", [""])[0]
    first = client.post(edit.path, data={**opened, edit.field: edit.first})
    assert first.status_code == 303, first.text
    second = client.post(edit.path, data={**opened, edit.field: edit.second})
    assert second.status_code == 409
    assert "Someone else changed this while you were writing" in second.text
    assert edit.second in html.unescape(second.text)
    stored = Fields(client.get(edit.path).text, edit.field).sent
    assert stored[edit.field] == [edit.first]
    again = Fields(second.text, edit.field).sent
    assert again[edit.field] == [edit.second]
    assert client.post(edit.path, data=again).status_code == 303


def test_a_form_that_came_back_for_another_reason_still_notices(client: FlaskClient) -> None:
    edit = an_edit("comments.edit")
    sign_in(client, edit.person)
    opened = Fields(client.get(edit.path).text, edit.field).sent
    wrong = client.post(edit.path, data={**opened, edit.field: ""})
    assert wrong.status_code == 422
    assert client.post(edit.path, data={**opened, edit.field: edit.first}).status_code == 303
    late = Fields(wrong.text, edit.field).sent
    assert client.post(edit.path, data={**late, edit.field: edit.second}).status_code == 409
