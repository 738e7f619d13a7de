"""An officer who narrows the figures to one day learns nothing of who spoke without a name."""

import csv
import io

import pytest

from forum.core import clock
from forum.threads.models import Visibility
from tests.dashboards.town import work
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)


@pytest.fixture
def council(app):
    return make_council("Testham")


def silent(client, table, day):
    chosen = {"with": "council-only", "since": day.isoformat(), "until": day.isoformat()}
    answer = client.get(f"/councils/testham/dashboard/{table}.csv", query_string=chosen)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


@pytest.mark.parametrize("as_reporter", [True, False])
def test_the_kind_and_the_ward_of_who_asked_not_to_be_named_are_in_no_table(client, council, as_reporter):
    home = make_area(council, "Abbey")
    group = make_group(
        "The Temple Kitchen",
        council=council,
        legal_form="faith_group",
        area_id=home.id,
        members=(make_person(),),
    )
    for number in range(3):
        make_group(f"Club {number}", council=council, legal_form="informal")
    officer = make_officer(council)
    sign_in(client, officer.person)
    day = clock.now()
    if as_reporter:
        make_barrier("A permit", council=council, group=group, visibility=Visibility.NAMELESS)
    else:
        barrier = make_barrier("A permit", council=council)
        make_affected(barrier, group=group, is_nameless=True)
    work()
    kinds = {row["Kind of group"] for row in silent(client, "silent-kinds", day.date())}
    assert {"A faith group", "Neighbours and friends, nothing written down"} <= kinds
    areas = {row["Area"] for row in silent(client, "silent-areas", day.date())}
    assert "Abbey" in areas
    shares = silent(client, "who-spoke", day.date())
    told = {row["Who"]: row["Of those who spoke (per cent)"] for row in shares}
    assert told["Groups listed at another council"] in {"", "0"}
    assert told["People who spoke for no group"] in {"", "0" if as_reporter else "100"}


def test_a_kind_that_spoke_under_its_name_is_not_said_to_be_silent(client, council):
    group = make_group(
        "The Temple Kitchen", council=council, legal_form="faith_group", members=(make_person(),)
    )
    sign_in(client, make_officer(council).person)
    make_barrier("A permit", council=council, group=group)
    work()
    assert "A faith group" not in {
        row["Kind of group"] for row in silent(client, "silent-kinds", clock.today())
    }
