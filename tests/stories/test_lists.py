"""The list of stories answers whatever its address asks."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forum.core.db import commit
from forum.threads.actions.tags import set_tags
from tests.stories.making import make_story

pytestmark = pytest.mark.sql


@pytest.mark.parametrize("tag", ["kettle", "no such tag", "1"])
def test_stories_can_be_narrowed_by_a_tag_and_the_page_says_which(client: FlaskClient, tag: str) -> None:
    set_tags(thread=make_story("Tea for forty"), names=["kettle"])
    commit()
    page = client.get("/stories", query_string={"tag": tag})
    assert page.status_code == 200
    assert tag in page.get_data(as_text=True)
    assert ("Tea for forty" in page.get_data(as_text=True)) == (tag == "kettle")
