"""Each result shows for which words it was found, where they stand, or what it is filed under."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from forum.core.db import commit
from forum.councils.models import CouncilName
from forum.threads.actions.tags import set_tags
from forum.threads.models import Visibility
from tests.discovery.test_places_in_words import page, words
from tests.discovery.threads import make_story, rebuild
from tests.support.factories import make_affected, make_area, make_barrier, make_comment, make_council, saved
from tests.support.statements import count_statements

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def reasons(client: FlaskClient, typed: str) -> list[str]:
    """What stands under the title of each result."""
    found = re.findall(r'<p class="card__excerpt[^"]*">(.*?)</p>', page(client, typed), re.DOTALL)
    return [words(one) for one in found]


def test_words_of_those_affected_are_shown_as_theirs(client: FlaskClient) -> None:
    one, two = make_barrier("Keys"), make_barrier("Doors")
    make_affected(one, words="Our samovar was locked in.")
    for number in range(2):
        make_affected(two, words=f"The samovar again, {number}.")
    rebuild(client)
    found = reasons(client, "samovar")
    assert "A group wrote: Our samovar was locked in." in found
    assert "2 groups wrote: The samovar again, 0." in found


def test_other_parts_of_a_post_and_comments_are_named(client: FlaskClient) -> None:
    barrier = make_barrier("Keys", would_help="A quincunx of keys.", rule_words="No quokkas.")
    make_comment(barrier, body="Ask the ptarmigan.")
    make_story("Doors", happened_html="<p>The axolotl came.</p>")
    rebuild(client)
    assert reasons(client, "quincunx") == ["What would help: A quincunx of keys."]
    assert reasons(client, "quokkas") == ["What they were told: No quokkas."]
    assert reasons(client, "ptarmigan") == ["In a comment: Ask the ptarmigan."]
    assert reasons(client, "axolotl") == ["The axolotl came."]


def test_what_is_found_by_its_filing_alone_says_so(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    saved(CouncilName(council_id=council.id, name="Lingshire", normalised="lingshire"))
    area = make_area(council, "Gorse Hill")
    barrier = make_barrier("Keys", body="Locked.", council=council, area=area, category="insurance")
    set_tags(thread=barrier, names=["walking-bus"])
    commit()
    rebuild(client)
    for typed, label in [
        ("insurance", "Insurance"),
        ("walking bus", "walking bus"),
        ("gorse hill", "Gorse Hill"),
        ("lingshire", "Wexmoor"),
    ]:
        found = reasons(client, typed)
        assert found[0] == "Locked."
        assert found[-1].startswith(f"Filed under {label}"), typed
    assert reasons(client, "locked") == ["Locked."]


def test_a_ward_that_is_hidden_is_no_reason_that_is_told(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    area = make_area(council, "Gorse Hill")
    make_barrier("Keys", body="Locked.", council=council, area=area, visibility=Visibility.NAMELESS)
    rebuild(client)
    assert "Gorse Hill" not in " ".join(reasons(client, "wexmoor"))


def test_ten_results_found_elsewhere_cost_no_more_statements_than_one(client: FlaskClient) -> None:
    costs = []
    for number in (1, 9):
        for _ in range(number):
            make_affected(make_barrier("Keys", body="Locked."), words="Our samovar.")
        rebuild(client)
        page(client, "samovar")
        with count_statements() as statements:
            page(client, "samovar")
        costs.append(len(statements))
    assert costs[0] == costs[1]
