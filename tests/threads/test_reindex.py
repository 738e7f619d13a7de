"""From a change to the search index: by the outbox, in batches, and back from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.moderation.actions.posts import hide_post, show_post
from forum.search.current import close_engine, engine
from forum.search.engine import SearchQuery
from forum.search.query_language import parse
from forum.threads.actions.comments import delete_comment, edit_comment, post_comment
from forum.threads.actions.tags import make_synonym, set_tags
from forum.threads.handlers import HANDLERS
from forum.threads.index_maintenance import find_differences, rebuild_index
from forum.threads.models import Thread, Visibility
from forum.threads.queries import get_tag
from forum.threads.reindex import enqueue_reindex
from tests.moderation.reasons import A_REASON
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_group,
    make_person,
)

pytestmark = pytest.mark.sql

PUBLIC = frozenset({"public"})


@pytest.fixture(autouse=True)
def own_index(app: Flask, tmp_path: Path) -> Iterator[None]:
    """An empty index of this test alone."""
    site = app.extensions["clearway_settings"]
    app.extensions["clearway_settings"] = replace(site, search_folder=tmp_path / "search")
    close_engine()
    yield
    close_engine()
    app.extensions["clearway_settings"] = site


def drain() -> int:
    commit()
    return Worker(
        {"index": HANDLERS["index"]}, batched=frozenset({"index"}), outside=frozenset({"index"})
    ).drain()


def found(words: str, readers: frozenset[str] = PUBLIC, **filters: str) -> set[str]:
    chosen = {name: (value,) for name, value in filters.items()}
    results = engine().search(SearchQuery(parsed=parse(words), readers=readers, filters=chosen))
    return {hit.id for hit in results.hits}


def indexed_barrier(title: str, **given: object) -> Thread:
    barrier = make_barrier(title, **given)  # type: ignore[arg-type]
    enqueue_reindex(f"thread:{barrier.id}")
    drain()
    return barrier


def test_a_comment_is_found_once_the_worker_has_run(app: Flask) -> None:
    barrier = indexed_barrier("Hall")
    comment = post_comment(thread=barrier, author=make_person(), body="Ask about zeppelins.")
    assert found("zeppelins") == set()
    drain()
    assert found("zeppelins") == {f"comment:{comment.id}"}
    edit_comment(comment=comment, body="Ask about airships.")
    drain()
    assert (found("zeppelins"), found("airships")) == (set(), {f"comment:{comment.id}"})
    delete_comment(comment=comment)
    drain()
    assert found("airships") == set()
    assert found("taken back") == set()


def test_a_hidden_thread_and_its_comments_are_found_by_nobody_else(app: Flask) -> None:
    moderator = make_person(role="moderator")
    barrier = indexed_barrier("Zeppelins over the hall")
    post_comment(thread=barrier, author=make_person(), body="Zeppelins indeed.")
    drain()
    assert len(found("zeppelins")) == 2
    hide_post(post=barrier, person=moderator, reason=A_REASON)
    drain()
    assert found("zeppelins") == set()
    assert len(found("zeppelins", frozenset({"public", "staff"}))) == 2
    show_post(post=barrier, person=moderator, reason=A_REASON)
    drain()
    assert len(found("zeppelins")) == 2


def test_somebody_who_asks_not_to_be_named_is_found_by_name_no_more(app: Flask) -> None:
    from forum.barriers.actions.affected import recount_affected  # noqa: PLC0415

    barrier, shy = indexed_barrier("Hall"), make_person("Zebedee")
    comment = post_comment(thread=barrier, author=shy, body="We met it.")
    drain()
    assert found("met", author="Zebedee") == {f"comment:{comment.id}"}
    make_affected(barrier, person=shy, is_nameless=True)
    recount_affected(barrier=barrier)
    drain()
    assert found("met", author="Zebedee") == set()
    assert found("met") == {f"comment:{comment.id}"}


def test_joining_tags_reaches_the_index(app: Flask) -> None:
    barrier = indexed_barrier("Swings")
    set_tags(thread=barrier, names=["play-park"])
    other = make_barrier()
    set_tags(thread=other, names=["playground"])
    tag, of = get_tag("play-park"), get_tag("playground")
    assert tag is not None
    assert of is not None
    make_synonym(tag=tag, of=of)
    drain()
    assert found("swings", tag="playground") == {f"thread:{barrier.id}"}
    assert found("swings", tag="play-park") == set()


def test_doing_the_same_row_twice_does_no_harm(app: Flask) -> None:
    barrier = indexed_barrier("Hall")
    for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "index")):
        row.done_at, row.due_at = None, clock.now()
    drain()
    assert found("hall") == {f"thread:{barrier.id}"}
    assert engine().count() == 1


def test_a_lost_index_is_rebuilt_and_checked(app: Flask) -> None:
    barrier = make_barrier("Zeppelins", council=make_council(), visibility=Visibility.COUNCIL)
    public = make_barrier("Zeppelins too")
    post_comment(thread=public, author=make_person(), body="Zeppelins again.")
    make_group("Zeppelin friends")
    commit()
    assert len(find_differences()) == 4
    assert rebuild_index() == 4
    assert find_differences() == []
    assert f"thread:{barrier.id}" not in found("zeppelins")
    assert len(found("zeppelins")) == 3


def test_the_check_names_each_difference_and_fails(app: Flask) -> None:
    numbers = [make_barrier(title).id for title in ("One", "Two", "Three")]
    rebuild_index()
    one, two, three = (db.session.get_one(Thread, number) for number in numbers)
    one.version += 1
    two.hidden_at = clock.now()
    number = three.id
    db.session.delete(three)
    commit()
    answer = app.test_cli_runner().invoke(args=["search", "check"])
    assert answer.exit_code == 1
    assert f"thread:{one.id}: version 1 in the index, 2 in the database" in answer.output
    assert f"thread:{two.id}: other readers" in answer.output
    assert f"thread:{number}: in the index, but not in the database" in answer.output
    rebuilt = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert "2 documents are in the index." in rebuilt.output
    assert app.test_cli_runner().invoke(args=["search", "check"]).exit_code == 0


def test_the_search_page_shows_what_the_reader_may_see(client: FlaskClient) -> None:
    barrier = indexed_barrier("Zeppelins over the hall")
    indexed_barrier("Zeppelins in secret", council=make_council(), visibility=Visibility.COUNCIL)
    page = client.get("/search?q=zeppelins")
    assert page.status_code == 200
    assert f"/barriers/{barrier.id}" in page.text
    assert "secret" not in page.text
