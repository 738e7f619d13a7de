"""The three shapes of each rule of visibility agree: for one row, in a query, and in the search index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select

from forum.accounts.models import SiteRole
from forum.core import clock
from forum.core.db import commit, db
from forum.core.settings import settings as site
from forum.councils.identity import VISITOR, Identity, identity_of
from forum.groups.models import Group
from forum.threads.documents import comment_document, thread_document
from forum.threads.models import Comment, Thread, Visibility
from forum.threads.visibility import (
    area_known,
    area_known_to_council,
    comments_placed,
    known_area,
    may_know_author,
    may_read,
    may_read_comment,
    readable,
    reader_tokens,
)
from tests.support.depth import examples
from tests.support.factories import (
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
)

pytestmark = pytest.mark.sql

ROLES = ["visitor", "member", "author", "officer", "officer elsewhere", "both", "moderator"]
posts = st.fixed_dictionaries(
    {
        "visibility": st.sampled_from(list(Visibility)),
        "hidden": st.booleans(),
        "held": st.booleans(),
        "comment": st.sampled_from(["in sight", "hidden", "held", "held and hidden"]),
        "commenter": st.sampled_from(["author", "member", "somebody"]),
        "ward": st.sampled_from(["none", "few", "enough", "elsewhere"]),
        "council": st.sampled_from(["here", "there", "none"]),
        "author": st.booleans(),
    }
)


def people() -> tuple[dict[str, Identity], dict[str, object]]:
    here, there = make_council(), make_council()
    wards = {"none": None, "few": make_area(here), "enough": make_area(here), "elsewhere": make_area(there)}
    for name, number in (("few", 4), ("enough", 5), ("elsewhere", 6)):
        for _ in range(number):
            make_group(council=here, area_id=wards[name].id)
    author, officer, member = make_person(), make_officer(here).person, make_person()
    both = make_officer(there).person
    standings = {
        "visitor": VISITOR,
        "member": identity_of(member),
        "author": identity_of(author),
        "officer": identity_of(officer),
        "officer elsewhere": identity_of(make_officer(there).person),
        "both": Identity(person=both, officer_of=frozenset({here.id, there.id})),
        "moderator": identity_of(make_person(role=SiteRole.MODERATOR)),
    }
    return standings, {
        "here": here,
        "there": there,
        "none": None,
        "wards": wards,
        "author": author,
        "member": member,
    }


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(posts, min_size=1, max_size=6))
def test_a_row_a_query_and_the_index_say_the_same(app: Flask, drawn: list[dict[str, object]]) -> None:
    g.pop("known_areas", None)
    standings, world = people()
    threads = []
    for one in drawn:
        ward, author = world["wards"][one["ward"]], world["author"] if one["author"] else make_person()
        barrier = make_barrier(
            council=world[one["council"]], author=author, visibility=one["visibility"],
            area_id=ward.id if ward else None,
        )  # fmt: skip
        barrier.hidden_at = clock.now() - timedelta(hours=1) if one["hidden"] else None
        barrier.held_at = clock.now() - timedelta(hours=1) if one["held"] else None
        comment = make_comment(barrier, author=world.get(one["commenter"]))
        comment.held_at = clock.now() if "held" in one["comment"] else None
        comment.hidden_at = clock.now() if "hidden" in one["comment"] else None
        commit()
        threads.append(barrier)
    for role in ROLES:
        identity = standings[role]
        listed = set(db.session.scalars(select(Thread.id).where(readable(identity))))
        known = set(db.session.scalars(select(Thread.id).where(area_known(identity))))
        check_comments(identity, threads)
        for thread in threads:
            case = (
                role,
                thread.visibility,
                thread.hidden_at,
                thread.held_at,
                thread.area_id,
                thread.council_id,
            )
            document = thread_document(thread)
            reads = may_read(identity, thread)
            assert reads == (thread.id in listed) == bool(document.readers & reader_tokens(identity)), case
            if thread.area_id is None:
                continue
            groups = db.session.query(Group).filter_by(area_id=thread.area_id, is_unlisted=False).count()
            in_council = thread.area.council_id == thread.council_id
            may_know = may_know_area(identity, thread, groups if in_council else 0)
            assert may_know == (thread.id in known) == (known_area(identity, thread) is not None), case
            if may_know_author(identity, thread):
                assert may_know
    check_documents(threads)
    check_council(threads, world["here"].id, standings["officer"])


def may_know_area(identity: Identity, thread: Thread, groups: int) -> bool:
    """The rule in words: whoever may know the author; and the council's officers, where enough groups are in the ward."""
    is_officer = identity.is_officer_of(thread.council_id)
    return may_know_author(identity, thread) or (is_officer and groups >= site().ward_minimum_groups)


def check_comments(identity: Identity, threads: list[Thread]) -> None:
    """A comment's words, its place and its document; nobody finds one whose thread they do not find."""
    placed = set(db.session.scalars(select(Comment.id).where(comments_placed(identity))))
    for thread in threads:
        for comment in db.session.scalars(_comments(thread)):
            case = (identity, thread.visibility, comment.hidden_at, comment.held_at)
            reads = may_read_comment(identity, comment)
            assert not reads or comment.id in placed, case
            found = bool(comment_document(comment).readers & reader_tokens(identity))
            assert found == (reads and bool(thread_document(thread).readers & reader_tokens(identity))), case


def check_documents(threads: list[Thread]) -> None:
    for thread in threads:
        everybody = may_know_area(VISITOR, thread, 10**6)
        expected = thread.area_id if everybody else None
        comments = [comment_document(one) for one in db.session.scalars(_comments(thread))]
        assert {one.area_id for one in (thread_document(thread), *comments)} == {expected}
        assert everybody or thread.area is None or thread.area.name not in repr(thread_document(thread))


def check_council(threads: list[Thread], council_id: int, officer: Identity) -> None:
    known = set(db.session.scalars(select(Thread.id).where(area_known_to_council(council_id))))
    of_council = [one for one in threads if one.area_id and one.council_id == council_id]
    assert all((one.id in known) == (known_area(officer, one) is not None) for one in of_council)


def _comments(thread: Thread) -> Select[tuple[Comment]]:
    return select(Comment).where(Comment.thread_id == thread.id)


def test_the_number_of_groups_is_a_setting(app: Flask) -> None:
    council = make_council()
    ward = make_area(council)
    make_group(council=council, area_id=ward.id)
    barrier = make_barrier(council=council, area_id=ward.id, visibility=Visibility.NAMELESS)
    officer = identity_of(make_officer(council).person)
    assert not may_know_area(officer, barrier, 4)
    assert may_know_area(officer, barrier, 5)
    assert known_area(officer, barrier) is None
