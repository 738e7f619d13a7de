"""The mailed link: one press, without signing in, and again while the question is open."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select

from forum.barriers.confirmation_links import token_of
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Transition
from forum.barriers.queries.confirmations import find_round
from forum.core.db import commit, db
from forum.threads.models import Visibility
from forum.threads.unsubscribe_links import unsubscribe_path
from tests.barriers.loop import answer, claim, move, pass_time, reporter_of, request_to
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_officer,
    make_person,
    sign_in,
)


@pytest.fixture
def barrier(app):
    return make_barrier(
        "Hall hire insurance", council=make_council("Wexmoor"), author=make_person("Amina Yusuf")
    )


def link(affected, says=""):
    return f"/confirm/{token_of(request_to(affected))}" + (f"/{says}" if says else "")


def send(client, address, **typed):
    return client.post(address, data=typed)


@pytest.mark.parametrize("says", ["gone", "partly", "still-there", "not-tried"])
def test_each_link_shows_its_answer_chosen_and_one_button(client, barrier, says):
    claim(barrier)
    page = client.get(link(reporter_of(barrier), says)).get_data(as_text=True)
    chosen = page.split(" checked")[0].rsplit('value="', 1)[1].split('"')[0]
    assert page.count(" checked") == 1
    assert chosen == says.replace("-", "_")
    assert page.count("Send our answer") == 1
    assert "Amina" not in page


def test_opening_a_link_changes_nothing(client, barrier):
    claim(barrier)
    for method in (client.get, client.head):
        assert method(link(reporter_of(barrier), "gone")).status_code == 200
    assert request_to(reporter_of(barrier)).answer is None


def test_one_press_answers_without_signing_in(client, barrier):
    other = make_affected(barrier)
    claim(barrier)
    answered = send(client, link(other, "still-there"), answer="still_there", words="They asked again.")
    assert answered.status_code == 303
    page = client.get(answered.location).get_data(as_text=True)
    assert "You have answered" in page
    assert "No, it is still there" in page
    assert request_to(other).answer == Answer.STILL_THERE
    shown = client.get(f"/barriers/{barrier.id}", follow_redirects=True).get_data(as_text=True)
    assert "They asked again." in shown
    assert "1 of 2 has answered so far" in shown


def test_a_browser_that_keeps_no_cookies_can_answer(app, barrier):
    claim(barrier)
    client = app.test_client(use_cookies=False)
    address = link(reporter_of(barrier), "gone")
    assert client.get(address).status_code == 200
    assert client.post(address, data={"answer": "gone"}).status_code == 303
    assert request_to(reporter_of(barrier)).answer == Answer.GONE


def test_the_answer_on_the_page_counts_not_the_one_in_the_link(client, barrier):
    claim(barrier)
    send(client, link(reporter_of(barrier), "gone"), answer="partly")
    assert request_to(reporter_of(barrier)).answer == Answer.PARTLY


def test_after_its_time_a_used_link_says_what_was_answered_and_takes_no_second_answer(client, barrier):
    make_affected(barrier)
    claim(barrier)
    address = link(reporter_of(barrier), "gone")
    assert client.post(address, data={"answer": "gone"}).status_code == 303
    pass_time(timedelta(weeks=4))
    assert barrier.state == State.REMOVED
    again = client.post(address, data={"answer": "still_there"})
    assert again.status_code == 409
    assert "Yes, it is gone" in again.get_data(as_text=True)
    assert request_to(reporter_of(barrier)).answer == Answer.GONE


def test_a_forged_or_cut_link_is_explained(client, barrier):
    claim(barrier)
    good = link(reporter_of(barrier))
    for bad in (good[:-1], good + "x", "/confirm/x.y.z/gone", "/confirm/" + "a" * 5000, "/confirm/%01"):
        page = client.get(bad)
        assert page.status_code == 404, bad
        assert "This link does not work" in page.get_data(as_text=True)
    assert client.get("/confirm/%00").status_code == 404


def test_a_link_signed_for_something_else_is_foreign(client, barrier):
    claim(barrier)
    request = request_to(reporter_of(barrier))
    token = unsubscribe_path(person_id=request.id, thread_id=request.affected_id).rsplit("/", 1)[1]
    assert client.get(f"/confirm/{token}").status_code == 404


@pytest.mark.parametrize("says", ["removed", "", "../x", "gone%00", "x" * 3000])
def test_a_link_with_a_strange_answer_chooses_none(client, barrier, says):
    claim(barrier)
    page = client.get(link(reporter_of(barrier), says))
    assert page.status_code in {200, 404}
    if page.status_code == 200:
        assert " checked" not in page.get_data(as_text=True)


def test_a_forged_or_missing_answer_is_refused_and_the_words_stay(client, barrier):
    claim(barrier)
    for forged in ({}, {"answer": "removed"}, {"answer": ""}):
        refused = send(client, link(reporter_of(barrier)), words="We tried twice.", **forged)
        assert refused.status_code == 422
        assert "We tried twice." in refused.get_data(as_text=True)
    assert request_to(reporter_of(barrier)).answer is None


def test_a_link_of_a_settled_question_says_that_it_is_closed(client, barrier):
    other = make_affected(barrier)
    claim(barrier)
    address = link(other, "gone")
    answer(reporter_of(barrier), Answer.GONE)
    pass_time(timedelta(weeks=4))
    page = client.get(address)
    assert page.status_code == 200
    assert "This question is closed" in page.get_data(as_text=True)
    assert "Gone, confirmed" in page.get_data(as_text=True)


def test_the_link_of_a_first_claim_is_closed_by_a_second(client, barrier):
    other = make_affected(barrier)
    claim(barrier)
    address = link(other, "still-there")
    answer(reporter_of(barrier), Answer.STILL_THERE)
    pass_time(timedelta(weeks=4))
    claim(barrier)
    assert "This question is closed" in client.get(address).get_data(as_text=True)


def test_a_way_through_is_asked_in_its_own_words(client, barrier):
    move(barrier, State.WAY_THROUGH, public_note="Use ours.", link="https://example.org/cover")
    page = client.get(link(reporter_of(barrier))).get_data(as_text=True)
    assert "Does this way through work?" in page
    assert "No, it does not work" in page


def test_a_hidden_barrier_has_no_link_any_more(client, barrier):
    claim(barrier)
    address = link(reporter_of(barrier))
    barrier.hidden_at = barrier.created_at
    commit()
    assert client.get(address).status_code == 404


def test_somebody_signed_in_is_led_to_their_own_question(client, barrier):
    claim(barrier)
    address = f"/barriers/{barrier.id}/confirm-removal"
    sign_in(client, barrier.author)
    assert "Give our answer" in client.get(f"/barriers/{barrier.id}", follow_redirects=True).get_data(
        as_text=True
    )
    assert client.get(address).location.endswith(token_of(request_to(reporter_of(barrier))))
    assert sign_in(client, make_person()).get(address).status_code == 403


def test_the_press_of_an_officer_confirms_nothing(client, barrier):
    own = make_affected(barrier, person=make_officer(barrier.council).person)
    claim(barrier)
    send(client, link(own, "gone"), answer="gone")
    assert not request_to(own).is_independent
    assert barrier.state == State.REMOVAL_CLAIMED


def test_a_council_only_barrier_is_answered_by_its_link_too(client, app):
    barrier = make_barrier("No ramp", council=make_council(), visibility=Visibility.COUNCIL)
    claim(barrier)
    assert send(client, link(reporter_of(barrier), "gone"), answer="gone").status_code == 303
    assert barrier.state == State.REMOVED
    assert app.test_client().get(f"/barriers/{barrier.id}").status_code == 404


def test_the_whole_round_moves_it_once(client, barrier):
    claim(barrier)
    send(client, link(reporter_of(barrier), "gone"), answer="gone")
    assert barrier.state == State.REMOVED
    removed = select(func.count(Transition.id)).where(Transition.to_state == State.REMOVED)
    pass_time(timedelta(weeks=9))
    assert db.session.scalar(removed) == 1


def test_a_visitor_reads_the_tally_in_few_statements(client, barrier):
    for _ in range(3):
        make_affected(barrier)
    claim(barrier)
    answer(reporter_of(barrier), Answer.GONE)
    address = client.get(f"/barriers/{barrier.id}").location
    statements = []
    listen = lambda *given: statements.append(given[2])  # noqa: E731
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        assert "1 of 4 has answered" in client.get(address).get_data(as_text=True)
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    read = [one for one in statements if one.startswith("SELECT")]
    assert len(read) <= 8, read


def test_a_mistaken_answer_is_changed_by_the_same_link(barrier, client):
    make_affected(barrier)
    claim(barrier)
    url = f"/confirm/{token_of(request_to(reporter_of(barrier)))}"
    client.post(f"{url}/gone", data={"answer": "gone", "words": "All fine."})
    page = client.get(url).text
    assert "Change our answer" in page
    form = client.get(f"{url}?change=1").text
    assert "You answered “Yes, it is gone” on" in form
    assert 'value="gone" checked' in form
    assert "All fine." in form
    assert 'value="still_there" checked' in client.get(f"{url}/still-there").text
    client.post(f"{url}/still-there", data={"answer": "still_there", "words": ""})
    tally = find_round(barrier).tally
    assert (tally.gone, tally.still_there) == (0, 1)
