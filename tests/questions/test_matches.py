"""Offers of help, and how both sides come to say yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.lifecycle.states import State
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.groups.models import Membership
from forum.questions.actions.matches import HelpRefusedError, agree_to_help, ask_for_help, decline_to_help
from forum.questions.actions.offers import pause_offer, stop_offer
from forum.questions.models import Match, Offer
from forum.questions.mutual_consent import MatchState
from forum.questions.queries.matches import find_helpers, get_match
from forum.questions.queries.offers import count_left, get_offer
from forum.questions.queries.questions import get_question
from tests.questions.making import make_offer, make_question, work
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send

PHONE, MAIL = "Ring 0161 555 0199", "Write to kettle@example.org"


@pytest.fixture
def asker(app):
    return make_person("Asker", email="asker@example.org")


@pytest.fixture
def helper(app):
    return make_person("Helper", email="helper@example.org")


@pytest.fixture
def question(asker):
    return make_question(author=asker)


@pytest.fixture
def offer(helper):
    return make_offer(helper, a_month=1)


@pytest.fixture
def match(question, offer, asker):
    match = ask_for_help(question=question, offer=offer, asker=asker, words=PHONE)
    commit()
    return match


def mails() -> list[dict[str, str]]:
    work()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows]


def test_somebody_offers_help_and_it_stands_in_the_list(client, helper):
    group = make_group("Play Streets", members=(helper,))
    sign_in(client, helper)
    answer = send(
        client, "/offers/new", words="We closed our street.", topics=["insurance"], a_month="3",
        group=str(group.id),
    )  # fmt: skip
    assert answer.status_code == 303
    page = client.get("/offers?topic=insurance").text
    for words in ("Play Streets", "We closed our street.", "Time for 3 conversations", "Anywhere"):
        assert words in page
    assert "We closed our street." not in main_of(client.get("/offers?topic=other")).split("All offers")[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": ""}, "Say in a sentence"),
        ({"topics": []}, "Tick at least one kind"),
        ({"topics": ["nonsense"]}, "Choose from the answers shown"),
        ({"a_month": "0"}, "Type 1 or more"),
        ({"a_month": "many"}, "Type a whole number"),
        ({"a_month": "21"}, "20 conversations or fewer"),
    ],
)
def test_a_bad_offer_comes_back_with_a_sentence(client, helper, typed, said):
    sign_in(client, helper)
    good = {"words": "We help.", "topics": ["insurance"], "a_month": "2"}
    answer = send(client, "/offers/new", **(good | typed))
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalar(select(Offer.id)) is None


def test_an_offer_rests_goes_on_and_ends_by_its_owner_alone(app, client, offer, helper):
    other = sign_in(app.test_client(), make_person())
    assert send(other, f"/offers/{offer.id}/stop", page="/questions").status_code == 403
    sign_in(client, helper)
    send(client, f"/offers/{offer.id}/pause", page="/offers")
    assert offer.words not in other.get("/offers").text
    send(client, f"/offers/{offer.id}/resume", page="/offers")
    assert offer.words in other.get("/offers").text
    send(client, f"/offers/{offer.id}/stop", page="/offers")
    assert offer.words not in other.get("/offers").text


def test_organisers_of_its_group_may_change_an_offer(app, helper):
    organiser, member = make_person(), make_person()
    group = make_group(members=(helper, organiser, member))
    place = db.session.scalars(select(Membership).where(Membership.person_id == organiser.id)).one()
    place.is_organiser = True
    commit()
    offer = make_offer(helper, group)
    assert sign_in(app.test_client(), organiser).get(f"/offers/{offer.id}/edit").status_code == 200
    assert sign_in(app.test_client(), member).get(f"/offers/{offer.id}/edit").status_code == 403


def test_who_did_the_same_comes_before_who_is_near(client, question, asker):
    council = make_council("Testham")
    area = make_area(council)
    question.council, question.area = council, area
    near = make_offer(words="Near", council=council, area=area)
    did = make_group("Did it")
    barrier = make_barrier("Hall cover", council=council, state=State.WAY_THROUGH)
    make_affected(barrier, group=did)
    past = make_offer(group=did, topics=["other"], words="Did it")
    make_offer(topics=["other"], words="Neither")
    commit()
    assert [one.id for _, one in find_helpers(question)] == [past.id, near.id]
    sign_in(client, asker)
    page = client.get(f"/questions/{question.id}/find-help").text
    assert "They got past a barrier of this kind at Testham." in page
    assert "They are in the same ward." in page


def test_only_the_asker_sees_the_match_list(app, question, offer):
    other = sign_in(app.test_client(), make_person())
    assert other.get(f"/questions/{question.id}/find-help").status_code == 403
    assert other.get(f"/questions/{question.id}/ask-for-help/{offer.id}").status_code == 403


def test_one_is_not_offered_ones_own_help(asker, question):
    own = make_group(members=(asker,))
    make_offer(asker)
    question.group_id = own.id
    make_offer(group=own)
    assert find_helpers(question) == []


def test_nothing_is_shared_before_both_said_yes(app, client, question, offer, asker, helper):
    sign_in(client, asker)
    path = f"/questions/{question.id}/ask-for-help/{offer.id}"
    assert send(client, path, words="").status_code == 422
    place = send(client, path, words=PHONE).location
    other_side = sign_in(app.test_client(), helper)
    assert PHONE not in other_side.get(place).text
    assert send(other_side, place, words="").status_code == 422
    assert send(other_side, place, words=MAIL).status_code == 303
    assert PHONE in other_side.get(place).text
    assert MAIL in client.get(place).text
    for stranger in (None, make_person(), make_person(role="moderator")):
        third = app.test_client()
        if stranger:
            sign_in(third, stranger)
        answer = third.get(place)
        assert answer.status_code == (404 if stranger else 302)
    sent = str(mails())
    assert PHONE not in sent
    assert MAIL not in sent
    assert "They said yes" in sent
    assert "You said yes" in sent


def test_a_no_is_told_to_the_asker_alone_and_deletes_what_was_typed(app, client, match, helper, asker):
    sign_in(client, helper)
    place = f"/help-requests/{match.id}"
    assert send(client, place, decline="1").status_code == 303
    assert match.state == MatchState.DECLINED
    assert match.asker_words == ""
    told = [one for one in mails() if "They cannot help at the moment" in one["subject"]]
    assert [one["to"] for one in told] == ["asker@example.org"]
    page = app.test_client().get(f"/questions/{match.question.numbered_slug}").text
    assert "Helper" not in page


def test_the_offerer_is_mailed_without_the_askers_words_or_address(match):
    (mail,) = [one for one in mails() if one["to"] == "helper@example.org"]
    assert "Can you help with this?" in mail["subject"]
    assert PHONE not in mail["text"]
    assert "asker@example.org" not in mail["text"]


def test_after_thirty_days_it_ends_silently_and_what_was_typed_is_gone(match):
    mails()
    before = len(mails())
    with clock.travelled_to(clock.now() + timedelta(days=30, minutes=1)):
        with pytest.raises(HelpRefusedError):
            agree_to_help(match=match, words=MAIL)
        assert len(mails()) == before
    assert match.state == MatchState.EXPIRED
    assert match.asker_words == ""


def test_nobody_is_asked_twice_about_the_same_question(match, question, offer, asker):
    decline_to_help(match=match)
    again = ask_for_help(question=question, offer=offer, asker=asker, words="Please!")
    assert again.id == match.id
    assert again.state == MatchState.DECLINED


def test_an_accepted_request_counts_the_capacity_down_and_comes_back_after_a_month(match, offer, asker):
    assert count_left([offer]) == {offer.id: 1}
    agree_to_help(match=match, words=MAIL)
    commit()
    assert count_left([offer]) == {offer.id: 0}
    another = make_question("Another", author=asker)
    assert find_helpers(another) == []
    with pytest.raises(HelpRefusedError):
        ask_for_help(question=another, offer=offer, asker=asker, words=PHONE)
    with clock.travelled_to(clock.now() + timedelta(days=31)):
        assert count_left([offer]) == {offer.id: 1}


def test_two_yeses_do_not_promise_more_than_was_offered(match, offer):
    second = ask_for_help(question=make_question(), offer=offer, asker=make_person(), words=PHONE)
    agree_to_help(match=match, words=MAIL)
    with pytest.raises(HelpRefusedError):
        agree_to_help(match=second, words=MAIL)
    assert second.state == MatchState.ASKED


def test_three_at_once_for_one_question_are_enough(question, asker):
    for _ in range(3):
        ask_for_help(question=question, offer=make_offer(), asker=asker, words=PHONE)
    with pytest.raises(HelpRefusedError, match="several"):
        ask_for_help(question=question, offer=make_offer(), asker=asker, words=PHONE)


@pytest.mark.parametrize("end", [pause_offer, stop_offer])
def test_an_offer_that_rests_or_ended_cannot_be_asked(question, asker, offer, end):
    end(offer=offer)
    assert find_helpers(question) == []
    with pytest.raises(HelpRefusedError):
        ask_for_help(question=question, offer=offer, asker=asker, words=PHONE)


def test_the_asker_takes_a_request_back(app, client, match, asker, helper):
    other_side = sign_in(app.test_client(), helper)
    place = f"/help-requests/{match.id}"
    assert send(other_side, f"{place}/take-back", page=place).status_code == 403
    sign_in(client, asker)
    assert send(client, f"{place}/take-back", page=place).status_code == 303
    assert db.session.scalars(select(Match.state)).one() == MatchState.TAKEN_BACK
    assert "This request has ended" in other_side.get(place).text


def test_finding_help_takes_as_many_statements_for_one_offer_as_for_twenty(client, question, asker):
    sign_in(client, asker)
    counts = []
    for number in (1, 19):
        for _ in range(number):
            group = make_group()
            make_affected(make_barrier(council=make_council(), state=State.REMOVED), group=group)
            make_offer(group=group)
        with count_statements() as seen:
            assert client.get(f"/questions/{question.id}/find-help").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_row_read_with_all_that_its_page_shows_can_still_be_locked(question, offer, asker):
    """As the pages read them: a fresh session holds nothing but what the query joined."""
    numbers = question.id, offer.id, asker.id
    db.session.expunge_all()
    question, offer = get_question(numbers[0]), get_offer(numbers[1])
    match = ask_for_help(
        question=question, offer=offer, asker=db.session.get(Person, numbers[2]), words=PHONE
    )
    commit()
    number = match.id
    db.session.expunge_all()
    match = get_match(number)
    agree_to_help(match=match, words=MAIL)
    commit()
    assert get_match(number).state == MatchState.AGREED
