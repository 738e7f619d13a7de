"""What moderators say of tags, search knows at once: who asks for one word finds the other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forum.core.db import commit
from forum.threads.actions.tags import end_synonym, make_synonym, set_tags
from forum.threads.index_maintenance import rebuild_index
from forum.threads.queries import get_tag
from tests.discovery.threads import make_story
from tests.support.factories import make_barrier

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def page(client: FlaskClient, typed: str) -> str:
    return client.get("/search", query_string={"q": typed}).get_data(as_text=True)


def test_a_tags_synonym_finds_the_words_of_the_other_and_its_threads(client: FlaskClient) -> None:
    cycling = make_barrier("No racks for cycling here", body="Nothing.")
    other = make_barrier("Velocipedes are left outside", body="Nothing.")
    set_tags(thread=cycling, names=["cycling"])
    set_tags(thread=other, names=["velocipede"])
    commit()
    of, tag = get_tag("cycling"), get_tag("velocipede")
    assert of is not None
    assert tag is not None
    with client.application.app_context():
        rebuild_index()
    assert "Velocipedes" not in page(client, "cycling")
    make_synonym(tag=tag, of=of)
    commit()
    with client.application.app_context():
        rebuild_index()
    assert "<mark>Velocipedes</mark>" in page(client, "cycling")
    assert "No racks for" in page(client, "velocipede")
    assert "No racks for" in page(client, "tag:velocipede")
    assert "No racks for" in client.get("/search?tag=velocipede").get_data(as_text=True)
    end_synonym(tag=tag)
    commit()
    assert "<mark>Velocipedes</mark>" not in page(client, "cycling")  # it keeps the tag, and is found by that


def test_kinds_are_asked_for_by_one_or_many(client: FlaskClient) -> None:
    make_barrier("Insurance for the hall")
    make_story("How we got insurance for the hall")
    with client.application.app_context():
        rebuild_index()
    for typed in ("insurance kind:story", "insurance kind:Stories"):
        found = page(client, typed)
        assert "How we got" in found
        assert "1 result" in found
    assert ">Stories</a>" in page(client, "insurance")
