"""The same obstacle in many councils: side by side, by name, small numbers withheld, nothing that is not public."""

import pytest

from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.states import State
from forum.threads.models import Visibility
from tests.dashboards.test_responses import answer
from tests.dashboards.town import build_town, work
from tests.support.factories import make_affected, make_barrier, make_council, make_group, make_officer
from tests.support.rows import built_once
from tests.support.statements import count_statements

pytestmark = pytest.mark.sql

HERE = "/obstacles/insurance/council-policy"
RULE = {"category": "insurance", "rule_source": "council_policy"}


def text_of(client, path=HERE):
    got = client.get(path)
    assert got.status_code == 200
    return got.get_data(as_text=True)


def build_another(name, *, groups=6, **given):
    council = make_council(name)
    first = make_group(council=council)
    barrier = make_barrier(f"Cover at {name}", council=council, group=first, **RULE, **given)
    for _ in range(groups - 1):
        make_affected(barrier, group=make_group(council=council))
    return council, barrier


def test_councils_stand_by_name_and_not_by_number(client, app):
    build_another("Zedborough", groups=12)
    build_another("Aldwick", groups=5)
    build_town()
    html = text_of(client).split('id="councils"', 1)[1]
    assert html.index("Aldwick") < html.index("Testham") < html.index("Zedborough")


def test_a_council_where_few_met_it_is_named_without_numbers(client, app):
    build_another("Smallham", groups=2)
    work()
    html = text_of(client)
    assert "Smallham" in html
    assert "withheld" in html
    assert "Cover at Smallham" not in text_of(client, "/obstacles")


def test_the_rules_stand_side_by_side_in_the_words_in_which_groups_were_told_them(client, app):
    build_another("Aldwick", rule_words="Five million, no exceptions.")
    build_another("Zedborough", rule_words="Two million will do.")
    build_another("Hushham", rule_words="Not for everyone.", visibility=Visibility.COUNCIL)
    work()
    html = text_of(client)
    assert "Five million, no exceptions." in html
    assert "Two million will do." in html
    assert "Not for everyone" not in html


def test_how_it_was_removed_is_told_when_those_affected_confirmed_it(client, app):
    gone, barrier = build_another("Goneham", state=State.REMOVED)
    answer(
        barrier, make_officer(gone), "We asked the insurer and dropped the rule.", ResponseKind.CLAIM_REMOVAL
    )
    said, claimed = build_another("Claimham", state=State.REMOVAL_CLAIMED)
    answer(claimed, make_officer(said), "We say that it is gone.", ResponseKind.CLAIM_REMOVAL)
    work()
    html = text_of(client)
    assert "How it was removed" in html
    assert "We asked the insurer and dropped the rule." in html
    assert "We say that it is gone." not in html


def test_the_list_is_narrowed_by_kind_and_by_whose_rule_and_filters_can_be_taken_away(client, app):
    built_once(build_town)
    build_another("Aldwick")
    work()
    assert HERE in text_of(client, "/obstacles")
    assert HERE in text_of(client, "/obstacles?category=insurance&rule-source=council_policy")
    assert HERE not in text_of(client, "/obstacles?category=venue")
    assert "Remove the filter Kind of barrier" in text_of(client, "/obstacles?category=venue")
    for query in ("category=%00", "page=-4", "page=99999", "page=x", "rule-source=nobody"):
        assert HERE in text_of(client, f"/obstacles?{query}")


def test_unknown_kinds_and_sources_have_no_page(client, app):
    for path in ("/obstacles/nothing/law", "/obstacles/insurance/nobody"):
        assert client.get(path).status_code == 404


def test_both_pages_take_the_same_number_of_statements_for_one_council_and_for_many(client, app):
    build_another("Aldwick", rule_words="One.")
    work()
    counted = []
    for names in ((), [f"Other {at}" for at in range(6)]):
        for name in names:
            build_another(name, rule_words="Another.")
        work()
        with count_statements() as statements:
            text_of(client)
            text_of(client, "/obstacles")
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 8


def test_the_page_of_a_council_leads_to_the_obstacles_of_many(client, app):
    page = client.get(f"/councils/{make_council('Testham').slug}").text
    assert '<a href="/obstacles">How other councils got past the same obstacles</a>' in page


def test_the_list_is_of_cards_with_the_picture_of_their_kind_and_no_table_runs_off_the_side(client, app):
    build_another("Aldwick", groups=6, state=State.REMOVED)
    work()
    html = text_of(client, "/obstacles")
    assert "<table" not in html
    assert "kinds.svg" in html
    assert "<strong>1 council</strong>, <strong>6 groups</strong>" in html
