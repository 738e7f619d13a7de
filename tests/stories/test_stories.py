"""Telling a story, changing it, adding to it, checking it, keeping it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.stories.models import OutcomeCheck, Story
from forum.stories.vocabulary import Checker
from forum.threads.models import Draft
from tests.stories.making import make_outcome, make_story
from tests.support.factories import (
    csrf_token,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements

WORDS = {
    "title": "A lunch club in a hall without a kitchen",
    "summary": "Hot meals for twenty neighbours.",
    "did": "We cooked in **five** kitchens.",
    "happened": "Twenty came, then forty.",
    "council_name": "Wexham",
}


def send(client: FlaskClient, path: str, page: str = "", **typed: Any) -> Any:
    token = csrf_token(client, page or path)
    return client.post(path, data={"csrf_token": token, **typed})


def test_a_member_tells_a_story_with_five_answers(client: FlaskClient) -> None:
    council, person = make_council("Wexham"), make_person("Ann")
    group = make_group("Hot Pot", council=council, members=(person,))
    sign_in(client, person)
    check = send(client, "/stories/tell", **WORDS).location
    page = client.get(check).text
    assert "Hot Pot" in page
    assert "<strong>five</strong>" in page
    done = send(client, check, group=str(group.id))
    story = db.session.query(Story).one()
    assert done.location == f"/stories/{story.numbered_slug}"
    assert (story.title, story.group, story.council) == (WORDS["title"], group, council)
    shown = client.get(done.location).text
    assert "Told by" in shown
    assert "Twenty came, then forty." in shown
    again = client.post(
        check, data={"csrf_token": csrf_token(client, "/stories/tell?new=1"), "group": "none"}
    )
    assert again.location == f"/stories/{story.numbered_slug}"
    assert db.session.query(Story).count() == 1


def test_a_visitor_is_sent_a_link_and_loses_nothing(client: FlaskClient) -> None:
    make_council("Wexham")
    check = send(client, "/stories/tell", **WORDS).location
    wrong = send(client, check, name="", email="nobody")
    assert wrong.status_code == 422
    sent = send(client, check, name="Ann", email="ann@example.org", group_name="Hot Pot")
    assert sent.location.endswith("/check-mail")
    assert "ann@example.org" in client.get(sent.location).text
    draft = db.session.query(Draft).one()
    sign_in(client, make_person("Ann", email="ann@example.org"))
    done = send(client, f"/stories/tell/{draft.key}/publish")
    assert "Hot Pot" in client.get(done.location).text


@pytest.mark.parametrize("left_out", ["title", "summary", "did", "happened", "council_name"])
def test_each_of_the_five_answers_is_asked_for_beside_its_field(client: FlaskClient, left_out: str) -> None:
    make_council("Wexham")
    answer = send(client, "/stories/tell", **{**WORDS, left_out: ""})
    assert answer.status_code == 422
    assert f'id="{left_out}-error"' in answer.text
    kept = [value for name, value in WORDS.items() if name not in {left_out, "did"}]
    assert all(value in answer.text for value in kept)


def test_nobody_opens_the_draft_of_another(app: Flask) -> None:
    make_council("Wexham")
    one, other = app.test_client(), app.test_client()
    sign_in(one, make_person())
    check = send(one, "/stories/tell", **WORDS).location
    sign_in(other, make_person())
    assert other.get(check).status_code == 404
    assert app.test_client().get(check).location.startswith("/sign-in?next=")


def test_what_is_typed_is_kept_while_people_type(client: FlaskClient) -> None:
    make_council("Wexham")
    check = send(client, "/stories/tell", **WORDS).location
    key = check.split("/")[3]
    token = csrf_token(client, f"/stories/tell/{key}/words")
    typed = {"csrf_token": token, "title": "Another title", "did": ""}
    assert client.post(f"/stories/tell/{key}/words/keep", data=typed).status_code == 204
    assert "Another title" in client.get(f"/stories/tell/{key}/words").text
    assert client.get("/stories/tell").location == f"/stories/tell/{key}/words"


def test_only_those_it_is_about_change_a_story(app: Flask) -> None:
    author, member, stranger = make_person(), make_person(), make_person()
    group = make_group(members=(author, member))
    story = make_story(author=author, group=group)
    outcome = make_outcome(story)
    places = ("words", "effort", "lessons", "barriers", "outcomes/add", f"outcomes/{outcome.id}")
    for person, status in ((author, 200), (member, 200), (stranger, 403)):
        client = sign_in(app.test_client(), person)
        assert {client.get(f"/stories/{story.id}/{place}").status_code for place in places} == {status}
    moderator = sign_in(app.test_client(), make_person(role="moderator"))
    assert moderator.get(f"/stories/{story.id}/words").status_code == 200


def test_the_second_of_two_sees_the_difference_and_loses_nothing(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    path = f"/stories/{story.id}/words"
    page = client.get(path).text
    began_with = page.split('name="began_with"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    typed = {"title": story.title, "summary": story.summary, "did": story.body}
    send(client, path, **typed, happened="Fifty people came.", began_with=began_with)
    late = send(client, path, **typed, happened="Sixty people came.", began_with=began_with)
    assert late.status_code == 409
    assert "Someone else changed this" in late.text
    assert "<del>" in late.text
    assert "Sixty people came." in late.text
    db.session.refresh(story)
    assert story.happened == "Fifty people came."
    fresh = late.text.split('name="began_with"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    send(client, path, **typed, happened="Fifty or sixty people came.", began_with=fresh)
    db.session.refresh(story)
    assert story.happened == "Fifty or sixty people came."


RESULT = {
    "indicator": "People fed",
    "unit": "people",
    "baseline": "10",
    "baseline_on": "2025-01-06",
    "result": "40",
    "result_on": "05/01/2026",
    "method": "count",
}


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"result": "NaN"}, "result", "Type a number"),
        ({"result": "1e400"}, "result", "Type a number"),
        ({"result": "inf"}, "result", "Type a number"),
        ({"result": "9" * 15}, "result", "too large"),
        ({"result": "-4"}, "result", "whole numbers"),
        ({"result": "4.5"}, "result", "whole numbers"),
        ({"result": ""}, "result", "Type what you found"),
        ({"unit": "percent", "result": "140"}, "result", "between 0 and 100"),
        ({"unit": "parsecs"}, "unit", "Choose one from the list"),
        ({"unit": "other"}, "unit_name", "Say what you counted"),
        ({"result_on": "2024-01-01"}, "result_on", "before the first measurement"),
        ({"result_on": "2026-02-30"}, "result_on", "Write the day as in 31/05/2026"),
        ({"result_on": "2999-01-01"}, "result_on", "not come yet"),
        ({"baseline_on": "0025-01-01"}, "baseline_on", "very long ago"),
        ({"baseline_on": ""}, "baseline_on", "Say when you measured"),
        ({"baseline": ""}, "baseline", "Type the number"),
        ({"method": "guess"}, "method", "Choose one"),
        ({"evidence_link": "javascript:alert(1)"}, "evidence_link", "https://"),
        ({"evidence_link": "our minutes"}, "evidence_link", "https://"),
        (
            {"evidence_link": "https://example.org/" + "a" * 500},
            "evidence_link",
            "use 500 characters or fewer",
        ),
        ({"result": "£40"}, "result", "You typed £"),
        ({"baseline": "10 %"}, "baseline", "You typed %"),
        ({"unit": "percent", "baseline": "£10"}, "baseline", "You typed £"),
        ({"result": "40 hours"}, "result", "Type a number"),
        ({"unit": "hours", "result": "1.234"}, "result", "at most two decimals"),
        ({"unit": "kilograms", "baseline": "-1"}, "baseline", "less than 0"),
        ({"unit": "other", "unit_name": "t" * 41}, "unit_name", "40"),
        ({"result_on": "last May"}, "result_on", "Write the day as in 31/05/2026"),
        ({"baseline_on": "2999-01-01"}, "baseline_on", "not come yet"),
        ({"result_on": ""}, "result_on", "Say when you found it"),
    ],
)
def test_a_result_that_cannot_be_is_refused_beside_its_field(
    client: FlaskClient, wrong: dict[str, str], field: str, words: str
) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    answer = send(client, f"/stories/{story.id}/outcomes/add", **{**RESULT, **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert words in answer.text.split(f'id="{field}-error"')[1][:300]
    kept = [
        value for name, value in ({**RESULT, **wrong}).items() if value and name not in {"unit", "method"}
    ]
    assert all(f'value="{value}"' in answer.text for value in kept)
    assert story.number_of_outcomes == 0


def test_a_result_is_shown_with_its_change_chart_and_cost(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person, cash_pounds=300)
    sign_in(client, person)
    send(client, f"/stories/{story.id}/outcomes/add", **RESULT)
    page = client.get(f"/stories/{story.numbered_slug}").text
    assert "Up by 30 people (300 %)" in page
    assert "£10.00 per extra person" in page
    assert "How we work out what each one cost" in page
    assert "<svg" in page
    assert "See this as a table" in page


def test_evidence_may_be_a_file_and_a_program_is_refused(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    program = (BytesIO(b"MZ\x90\x00" + b"\x00" * 200), "report.pdf")
    refused = send(client, f"/stories/{story.id}/outcomes/add", **RESULT, evidence=program)
    assert refused.status_code == 422
    assert 'id="evidence-error"' in refused.text
    table = (BytesIO(b"week,people\n1,10\n2,40\n"), "people.csv")
    send(client, f"/stories/{story.id}/outcomes/add", **RESULT, evidence=table)
    assert "people.csv" in client.get(f"/stories/{story.numbered_slug}").text


def test_evidence_that_is_too_large_gets_a_word_and_the_answers_stay(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.threads.evidence.MOST_BYTES", 300_000)
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    large = (BytesIO(b"%PDF-1.7\n" + bytes(400_000)), "minutes.pdf")
    refused = send(client, f"/stories/{story.id}/outcomes/add", **RESULT, evidence=large)
    assert refused.status_code == 422
    assert "The file is larger than" in refused.text.split('id="evidence-error"')[1][:200]
    assert 'value="People fed"' in refused.text
    assert story.number_of_outcomes == 0


def test_a_file_sent_with_a_slip_elsewhere_is_to_be_chosen_again(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    table = (BytesIO(b"week,people\n1,10\n"), "people.csv")
    refused = send(
        client, f"/stories/{story.id}/outcomes/add", **{**RESULT, "result": "many"}, evidence=table
    )
    assert "Choose the file again" in refused.text


def test_a_result_is_checked_by_others_with_their_name_and_changed_it_is_unchecked(app: Flask) -> None:
    author = make_person()
    story = make_story(author=author)
    outcome = make_outcome(story)
    own, officer = make_person(), make_officer(make_council("Wexham"), "Jo Hartley").person
    for person in (author,):
        client = sign_in(app.test_client(), person)
        assert client.get(f"/stories/{story.id}/outcomes/{outcome.id}/check").status_code == 403
    for person, kind in ((own, Checker.PEER), (officer, Checker.INDEPENDENT)):
        client = sign_in(app.test_client(), person)
        send(client, f"/stories/{story.id}/outcomes/{outcome.id}/check")
        db.session.refresh(outcome)
        assert (outcome.checked_as, outcome.checked_by_id) == (kind, person.id)
    page = app.test_client().get(f"/stories/{story.numbered_slug}").text
    assert "Checked by an independent person: Jo Hartley, an officer of Wexham" in page
    assert db.session.get_one(Story, story.id).number_checked == 1
    client = sign_in(app.test_client(), author)
    send(client, f"/stories/{story.id}/outcomes/{outcome.id}", **{**RESULT, "result": "41"})
    db.session.refresh(outcome)
    assert outcome.checked_as == Checker.NOBODY
    assert db.session.query(OutcomeCheck).count() == 3


def test_a_check_is_taken_back_by_whoever_made_it_alone(app: Flask) -> None:
    story = make_story()
    outcome, peer = make_outcome(story), make_person()
    client = sign_in(app.test_client(), peer)
    send(client, f"/stories/{story.id}/outcomes/{outcome.id}/check")
    path = f"/stories/{story.id}/outcomes/{outcome.id}/uncheck"
    stranger = sign_in(app.test_client(), make_person())
    assert send(stranger, path, page="/account").status_code == 403
    assert send(client, path, page="/account").status_code == 303
    db.session.refresh(outcome)
    assert outcome.checked_as == Checker.NOBODY


def test_lessons_and_barriers_are_added_and_taken_away(client: FlaskClient) -> None:
    person = make_person()
    story, barrier = make_story(author=person), make_barrier("Insurance for the hall")
    sign_in(client, person)
    lessons, barriers = f"/stories/{story.id}/lessons", f"/stories/{story.id}/barriers"
    assert send(client, lessons, kind="worked", words="").status_code == 422
    send(client, lessons, kind="worked", words="Ask the caretaker first.")
    looked = send(client, barriers, find=f"https://example.org/barriers/{barrier.id}-insurance", do="find")
    assert "Insurance for the hall" in looked.text
    send(client, barriers, barrier=str(barrier.id), how="We joined a policy.")
    page = client.get(f"/stories/{story.numbered_slug}").text
    for words in ("Ask the caretaker first.", "Insurance for the hall", "We joined a policy."):
        assert words in page
    db.session.refresh(story)
    send(client, f"{lessons}/{story.lessons[0].id}/remove", page=lessons)
    send(client, f"{barriers}/{story.barriers_met[0].id}/remove", page=barriers)
    db.session.refresh(story)
    assert (story.lessons, story.barriers_met) == ([], [])


def test_a_barrier_that_a_reader_may_not_know_is_not_shown_in_a_story(app: Flask) -> None:
    person = make_person()
    story = make_story(author=person)
    hidden = make_barrier("A secret obstacle", author=person, visibility="council", council=make_council())
    client = sign_in(app.test_client(), person)
    send(client, f"/stories/{story.id}/barriers", barrier=str(hidden.id), how="Quietly.")
    assert "A secret obstacle" in client.get(f"/stories/{story.numbered_slug}").text
    page = app.test_client().get(f"/stories/{story.numbered_slug}").text
    assert "A secret obstacle" not in page
    assert "Quietly." not in page


def test_hints_say_what_could_be_added_until_they_are_closed(client: FlaskClient) -> None:
    person = make_person()
    story = make_story(author=person)
    sign_in(client, person)
    page = client.get(f"/stories/{story.numbered_slug}").text
    assert "You could add" in page
    send(client, f"/stories/{story.id}/close-hints", page=f"/stories/{story.numbered_slug}")
    assert "You could add" not in client.get(f"/stories/{story.numbered_slug}").text


def test_after_a_year_its_authors_are_asked_and_it_can_be_kept_for_the_record(client: FlaskClient) -> None:
    person = make_person()
    old = clock.now() - timedelta(days=370)
    story = make_story(author=person, told_at=old, created_at=old)
    sign_in(client, person)
    page = f"/stories/{story.numbered_slug}"
    assert "Is this still true?" in client.get(page).text
    send(client, f"/stories/{story.id}/still-true", page=page)
    assert "Is this still true?" not in client.get(page).text
    send(client, f"/stories/{story.id}/archive", page=page)
    assert "kept for the record" in client.get(page).text
    assert story.title not in client.get("/stories").text
    assert story.title in client.get("/stories?which=archived").text


def test_telling_asks_for_a_question_in_a_year(client: FlaskClient) -> None:
    make_council("Wexham")
    sign_in(client, make_person())
    check = send(client, "/stories/tell", **WORDS).location
    send(client, check)
    row = db.session.query(OutboxRow).filter_by(kind="ask_still_true").one()
    assert row.due_at - clock.now() > timedelta(days=360)


def test_the_list_is_narrowed_and_bad_filters_are_explained(client: FlaskClient) -> None:
    council = make_council("Wexham")
    barrier = make_barrier(category="insurance")
    measured_story = make_story("With numbers", council=council)
    make_outcome(measured_story)
    make_story("Without numbers")
    make_story("An imported stub", told_at=None)
    page = client.get("/stories").text
    assert "With numbers" in page
    assert "Without numbers" in page
    assert "An imported stub" in page
    assert "From published grant data, not yet told by the group" in page
    assert "Told by groups (2)" in page
    assert "From published grant data (1)" in page
    assert "An imported stub" not in client.get("/stories?which=told").text
    assert "An imported stub" in client.get("/stories?which=imported").text
    for query in ("measured=1", f"council={council.slug}"):
        narrowed = client.get(f"/stories?{query}").text
        assert "With numbers" in narrowed
        assert "Without numbers" not in narrowed
    assert "That choice is not in the list" in client.get("/stories?stage=nonsense").text
    assert client.get("/stories?area=1&council=x&which=y&page=%00").status_code == 200
    assert barrier.id


def test_a_list_runs_the_same_statements_at_1_and_at_20_stories(client: FlaskClient) -> None:
    make_story(group=make_group())
    commit()
    with count_statements() as few:
        client.get("/stories")
    for _ in range(19):
        make_story(group=make_group())
    with count_statements() as many:
        client.get("/stories")
    assert len(many) == len(few)


def test_an_old_address_leads_to_the_story(client: FlaskClient) -> None:
    story = make_story()
    assert client.get(f"/stories/{story.id}-old").status_code == 308
    assert client.get(f"/stories/{story.id}").status_code == 302
    assert client.get("/stories/99999-x").status_code == 404


def test_a_hidden_story_is_for_its_author_and_moderators(app: Flask) -> None:
    author = make_person()
    story = make_story(author=author, hidden_at=clock.now())
    assert app.test_client().get(f"/stories/{story.numbered_slug}").status_code == 404
    assert sign_in(app.test_client(), author).get(f"/stories/{story.numbered_slug}").status_code == 200
    assert story.title not in app.test_client().get("/stories").text
