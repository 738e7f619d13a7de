"""Nothing leaks from the product's search: random people, threads, comments and words, on both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import SiteRole
from forum.core import clock
from forum.core.db import commit, db
from forum.councils.identity import VISITOR, Identity, identity_of
from forum.discovery.search_query import Asked
from forum.discovery.search_results import count_since, find
from forum.search.backends.postgresql.backend import PostgresqlEngine
from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.current import ENGINE, close_engine, engine
from forum.threads.actions.tags import set_tags
from forum.threads.documents import build_documents, thread_document
from forum.threads.kinds import can_read, path_of
from forum.threads.models import Thread, Visibility
from forum.threads.similar import find_candidates
from forum.threads.similarity import Case
from forum.threads.visibility import reader_tokens
from tests.discovery.threads import make_story
from tests.search.conftest import postgresql, search_database, whoosh
from tests.support.depth import examples
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
)

pytestmark = pytest.mark.sql

__all__ = ["postgresql", "search_database", "whoosh"]

WORDS = ["insurance", "village", "safeguarding", "volunteer", "ramp", "licence"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
posts = st.fixed_dictionaries(
    {
        "title": words,
        "body": words,
        "tag": st.sampled_from(WORDS),
        "story": st.booleans(),
        "hidden": st.booleans(),
        "visibility": st.sampled_from(list(Visibility)),
        "here": st.booleans(),
        "author": st.integers(0, 1),
        "affected": st.booleans(),
        "comment": st.none() | st.tuples(words, st.sampled_from(["shown", "hidden", "deleted"])),
    }
)
ROLES = ["visitor", "member", "author", "affected", "officer", "other officer", "moderator"]


@pytest.fixture(params=["whoosh", "postgresql"])
def held(request: pytest.FixtureRequest, app: Flask) -> Iterator[WhooshEngine | PostgresqlEngine]:
    close_engine()
    app.extensions[ENGINE] = request.getfixturevalue(request.param)
    yield app.extensions[ENGINE]
    app.extensions.pop(ENGINE)


class World:
    """Two councils, a person of each role, and what was drawn."""

    def __init__(self) -> None:
        self.here, self.there = make_council(), make_council()
        self.authors = [make_person(), make_person()]
        self.affected = make_person()
        self.people: dict[str, Identity] = {
            "visitor": VISITOR,
            "member": identity_of(make_person()),
            "author": identity_of(self.authors[0]),
            "affected": identity_of(self.affected),
            "officer": identity_of(make_officer(self.here).person),
            "other officer": identity_of(make_officer(self.there).person),
            "moderator": identity_of(make_person(role=SiteRole.MODERATOR)),
        }
        self.threads: list[Thread] = []
        self.comments: list[tuple[int, Thread, str]] = []

    def post(self, given: dict[str, object]) -> None:
        title, body, author = str(given["title"]), str(given["body"]), self.authors[int(str(given["author"]))]
        council = self.here if given["here"] else self.there
        if given["story"]:
            thread: Thread = make_story(title, body, author_id=author.id, council_id=council.id)
        else:
            visibility = Visibility(str(given["visibility"]))
            thread = barrier = make_barrier(
                title, body=body, author=author, council=council, visibility=visibility
            )
            if given["affected"]:
                make_affected(barrier, person=self.affected, words="secretly")
        set_tags(thread=thread, names=[str(given["tag"])])
        thread.hidden_at = clock.now() if given["hidden"] else None
        self.threads.append(thread)
        if isinstance(given["comment"], tuple):
            said, state = given["comment"]
            comment = make_comment(thread, said)
            comment.hidden_at = clock.now() if state == "hidden" else None
            comment.deleted_at = clock.now() if state == "deleted" else None
            self.comments.append((comment.id, thread, state))
        commit()


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(posts, min_size=1, max_size=5), role=st.sampled_from(ROLES), typed=words)
def test_no_page_of_search_tells_of_what_its_reader_may_not_read(
    held: WhooshEngine | PostgresqlEngine, drawn: list[dict[str, object]], role: str, typed: str
) -> None:
    world = World()
    for one in drawn:
        world.post(one)
    db.session.expire_all()
    ids = [*(f"thread:{one.id}" for one in world.threads), *(f"comment:{one[0]}" for one in world.comments)]
    held.rebuild(build_documents(ids)[0])
    check(world, world.people[role], typed)


def check(world: World, identity: Identity, typed: str) -> None:
    readable = [one for one in world.threads if can_read(identity, one)]
    comments = {
        number
        for number, thread, state in world.comments
        if can_read(identity, thread) and (state == "shown" or (state == "hidden" and identity.is_moderator))
    }
    allowed = {path_of(one) for one in readable} | {f"/comments/{number}" for number in comments}
    found = find(Asked(text=typed, filters={}), identity)
    assert {line.url for line in found.lines} <= allowed
    assert found.results.total == len(found.lines)
    asked = set(typed.split())
    tags = Counter(tag.name for one in readable for tag in one.tags)
    assert all(count <= tags[tag] for tag, count in found.results.facets["tag"])
    assert sum(count for _, count in found.results.facets["kind"]) == len(found.lines)
    new, _ = count_since(Asked(text=typed, filters={}), identity, clock.now() - timedelta(days=1), ())
    assert new == len(found.lines)
    alike = find_candidates(Case(typed, typed), identity=identity, limit=40)
    assert {one.id for one in alike} <= {one.id for one in readable}
    check_completions(readable, comments, world, identity, asked)


def check_completions(
    readable: list[Thread], comments: set[int], world: World, identity: Identity, asked: set[str]
) -> None:
    tokens = reader_tokens(identity)
    threads = {f"thread:{one.id}" for one in readable}
    said = " ".join(f"{one.title} {one.body}" for one in readable)
    said += " ".join(thread.body for number, thread, _ in world.comments if number in comments)
    said += " ".join(label for one in readable for label in thread_document(one).labels).lower()
    for word in asked:
        offered = engine().suggest(word[:4], tokens)
        assert {one for one in offered.ids if one.startswith("thread:")} <= threads
        assert set(offered.tags) <= {tag.name for one in readable for tag in one.tags}
        if not comments and word not in said:
            assert engine().did_you_mean(f"{word[:-1]}x", tokens) is None
