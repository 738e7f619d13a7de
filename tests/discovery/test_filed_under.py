"""Search knows what a case is filed under, puts full matches first, and takes a council by its address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from forum.core.db import commit
from forum.threads.actions.tags import set_tags
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from tests.support.factories import make_area, make_barrier, make_council, make_department

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]
SPECIAL = "No one answers the form"


def page(client: FlaskClient, **asked: str) -> str:
    return client.get("/search", query_string=asked).get_data(as_text=True)


@pytest.mark.parametrize(
    "typed",
    ["insurance", "lease", "property venues", "wexmoor", "looked", "chapel", "wheelchairs"],
)
def test_a_case_is_found_by_what_it_is_filed_under(client: FlaskClient, typed: str) -> None:
    council = make_council("Wexmoor")
    barrier = make_barrier(
        SPECIAL,
        council=council,
        area=make_area(council, "Chapel Allerton"),
        body="We wrote three times.",
        category="insurance",
        rule_source="contract",
        state="under_review",
        department_id=make_department(council).id,
    )
    make_barrier("A bus shelter", body="It rains.", category="transport", rule_source="law")
    set_tags(thread=barrier, names=["wheelchair access"])
    commit()
    rebuild_index()
    found = page(client, q=typed)
    assert "1 result" in found
    assert "/barriers/" + barrier.numbered_slug in found


def test_the_ward_of_a_nameless_report_is_not_searched(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    ward = make_area(council, "Quincetree")
    for visibility in (Visibility.NAMELESS, Visibility.COUNCIL):
        make_barrier(SPECIAL, council=council, area=ward, visibility=visibility)
    commit()
    rebuild_index()
    assert "Nothing here has these words" in page(client, q="quincetree")


def test_partial_matches_are_folded_away_below_the_full_ones(client: FlaskClient) -> None:
    make_barrier("A community fridge needs a plug", body="Cold.", category="other")
    for number in range(4):
        make_barrier(f"Community choir {number}", body="community community", category="other")
    rebuild_index()
    found = page(client, q="community fridge")
    full, folded = found.split('<details class="details partly">')
    assert "1 result with all of your words" in full
    assert "needs a plug" in full
    assert "choir" not in full
    assert "4 partly matching" in folded
    assert folded.split("</details>")[0].count('class="card"') == 4


def test_where_nothing_holds_all_words_the_page_says_so_and_hides_nothing(client: FlaskClient) -> None:
    make_barrier("Community choir", body="Sing.", category="other")
    rebuild_index()
    found = page(client, q="community fridge")
    assert "Nothing here has all of your words. 1 result has some of them." in found
    assert "partly matching" not in found


def test_a_council_in_the_address_may_be_its_name_or_the_end_of_its_pages_address(
    client: FlaskClient,
) -> None:
    there, here = make_council("Elsewhere"), make_council("Wexmoor Vale")
    make_barrier("Hall keys", council=there)
    make_barrier("Hall floors", council=here)
    rebuild_index()
    for typed in ("wexmoor-vale", "Wexmoor Vale", str(here.id)):
        found = page(client, q="hall", council=typed)
        assert "floors" in found, typed
        assert "keys" not in found
        assert "Council: Wexmoor Vale" in found
    assert "Nothing found" in page(client, q="hall", council="nowhere-at-all")


def test_filters_in_the_address_may_be_typed_by_hand(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    area = make_area(council, "Chapel Allerton")
    barrier = make_barrier(
        "Hall floors", council=council, area=area, category="street_event", rule_source="council_policy"
    )
    make_barrier("Hall keys", category="insurance", rule_source="law")
    set_tags(thread=barrier, names=["walking-bus"])
    commit()
    rebuild_index()
    typed = [
        ("kind", "Barriers"),
        ("area", "chapel-allerton"),
        ("category", "street-event"),
        ("rule_source", "council-policy"),
        ("tag", "Walking Bus"),
        ("state", "reported"),
    ]
    for name, value in typed:
        found = page(client, q="hall", **{name: value})
        assert "floors" in found, name
        assert ("keys" in found) is (name in {"kind", "state"}), name
    assert "Nothing found" in page(client, q="hall", area="nowhere-at-all")


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), True, False),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), False, True),
    ],
)
def test_before_and_after_hold_from_midnight_in_the_united_kingdom(
    client: FlaskClient, moment: datetime, before: bool, after: bool
) -> None:
    make_barrier("Hall floors", created_at=moment)
    commit()
    rebuild_index()
    assert ("floors" in page(client, q="hall before:2026-07-01")) is before
    assert ("floors" in page(client, q="hall after:2026-07-01")) is after


def test_a_page_past_the_end_says_so_and_leads_back(client: FlaskClient) -> None:
    for number in range(11):
        make_barrier(f"Hall {number}")
    commit()
    rebuild_index()
    found = page(client, q="hall", page="5")
    assert "There is no page 5: the results end on page 2." in found
    assert 'href="/search?q=hall&amp;page=2"' in found
    assert "There is no page" not in page(client, q="hall", page="2")
