"""Who can help? says why each line is there, and shows nothing rather than noise."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from forum.barriers.lifecycle.states import State
from forum.core.db import commit
from forum.core.text import quoted
from forum.threads.index_maintenance import rebuild_index
from forum.threads.models import Visibility
from forum.threads.relevance import reason, significant_words, words_in_common
from tests.discovery.threads import make_story
from tests.questions.making import make_offer
from tests.support.factories import make_area, make_barrier, make_council, make_group


def page(client: FlaskClient, **asked: str) -> str:
    return client.get("/who-can-help", query_string=asked).get_data(as_text=True)


@pytest.mark.usefixtures("own_index")
def test_a_community_fridge_names_no_street_band(client: FlaskClient) -> None:
    band = make_group("Brass on the Corner")
    make_story("A community street band for everyone", "Our community plays on Fridays.", group_id=band.id)
    make_barrier(
        "A community choir needs a licence", body="Community singing.", group=band, state=State.REMOVED
    )
    commit()
    rebuild_index()
    found = page(client, want="community fridge")
    assert "Brass on the Corner" not in found
    assert "street band" not in found
    assert "We have not found anyone who has done this yet." in found
    assert "Ask everyone" in found


@pytest.mark.usefixtures("own_index")
def test_each_line_says_why_and_what_holds_more_of_the_words_stands_first(client: FlaskClient) -> None:
    keepers = make_group("Cold Shelf Friends")
    make_story("A fridge by the church door", "We plugged it in.", group_id=keepers.id)
    make_story("A fridge and a plug, with insurance", "The council agreed.", group_id=keepers.id)
    commit()
    rebuild_index()
    found = page(client, want="community fridge", obstacle="insurance")
    assert "Mentions “fridge”, “insurance”" in found
    assert found.index("with insurance</a>") < found.index("by the church door</a>")
    assert "Their story: “A fridge and a plug, with insurance”. Mentions" in found
    assert "We found no offers of help, barriers that others got past or questions for this yet." in found


@pytest.mark.usefixtures("own_index")
def test_the_ward_of_a_nameless_report_is_not_given_as_a_reason(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    ward = make_area(council, "Chapel")
    make_barrier("A fridge is refused", council=council, area=ward, visibility=Visibility.NAMELESS)
    there = {"place": "Wexmoor", "area": str(ward.id)}
    rebuild_index()
    found = page(client, want="fridge", **there)
    assert "Mentions “fridge”" in found
    assert "at your council" in found
    assert "in your ward" not in found


@pytest.mark.usefixtures("own_index")
def test_enough_of_the_obstacle_is_a_reason_without_the_wish(client: FlaskClient) -> None:
    make_barrier("Insurance for a choir", body="They want cover.")
    rebuild_index()
    found = page(client, want="street party", obstacle="insurance")
    assert "Mentions “insurance”" in found


def test_common_words_count_only_where_there_are_no_others() -> None:
    assert significant_words("community fridge") == {"fridg": "fridge"}
    assert list(significant_words("community group").values()) == ["community", "group"]
    asked = significant_words("street party road closure insurance")
    assert words_in_common(asked, ["A road"]) == []
    assert words_in_common(asked, ["A road", "closures"]) == ["road", "closure"]
    assert reason(["road"], "", "at your council") == "Mentions “road” · at your council"


@pytest.mark.usefixtures("own_index")
def test_offers_of_help_say_why_they_are_there_and_others_are_left_out(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    make_offer(words="We can lend our insurance file", topics=["insurance"], council=council)
    make_offer(words="We know about bus timetables", topics=["transport"], council=council)
    found = page(client, want="street party", obstacle="insurance", place="Wexmoor")
    assert "Mentions “insurance” · at your council" in found
    assert "bus timetables" not in found
    found = page(client, place="Wexmoor", category="transport")
    assert re.search(r"Helps with [^<]* · at your council", found)
    assert "insurance file" not in found


@pytest.mark.usefixtures("own_index")
def test_a_title_with_quotation_marks_reads_right_inside_a_reason(client: FlaskClient) -> None:
    make_story('They said "no fridges" to us', "We asked.", group_id=make_group("Cold Shelf Friends").id)
    rebuild_index()
    assert "Their story: “They said ‘no fridges’ to us”." in page(client, want="fridge")


def test_quotation_marks_inside_others_become_single_ones() -> None:
    assert quoted('“No dogs” at the "Old Hall"') == "“‘No dogs’ at the ‘Old Hall’”"
    assert quoted('Ours isn\'t a "shop" (or "stall")') == "“Ours isn't a ‘shop’ (or ‘stall’)”"
