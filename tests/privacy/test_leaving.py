"""Somebody who leaves is named nowhere afterwards, whatever they and others did before, and in whichever order."""

from __future__ import annotations

import json
from itertools import count

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.accounts.models import FORMER_MEMBER, Person
from forum.barriers.models import Affected, Barrier
from forum.core.db import Base, commit, db
from forum.core.outbox import OutboxRow
from forum.privacy.actions import erase_person
from forum.privacy.models import IdentityCheck
from forum.threads.models import Comment, Tag, Thread, ThreadTag
from tests.privacy.acting import ACTS, Scene
from tests.support.depth import examples
from tests.support.factories import make_council, make_person

SAID_FOR_OTHERS = {"outbox"}
"""Where their words may stay, though not their name: the mail that tells them that they have left."""
_numbers = count(1)
histories = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ACTS)), min_size=1, max_size=14)


def leave(person: Person, *, takes_words: bool) -> None:
    erase_person(person=person, takes_words=takes_words, identity_check=IdentityCheck.SIGNED_IN)
    commit()


def rows_that_say(*planted: str) -> list[str]:
    """Every row of every table of ours in which one of these texts stands, in any column, as text or in JSON."""
    found = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            said = json.dumps(list(row), default=str, ensure_ascii=False).lower()
            found += [f"{table.name}: {said}" for one in planted if one.lower() in said]
    return found


def is_farewell(found: str) -> bool:
    return found.startswith("outbox:") and "is deleted" in found


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories, takes_words=st.booleans())
def test_the_name_and_the_address_of_who_left_stand_nowhere(
    app: Flask, history: list[tuple[int, object]], takes_words: bool
) -> None:
    number = next(_numbers)
    leaver = make_person(f"Zebedee Quïllfeather{number}", email=f"zq{number}.leaver@mail.example.org")
    people = [leaver, make_person(), make_person()]
    scene = Scene(make_council())
    for who, act in history:
        words = f"plantedwords{number}" if who == 0 else "Somebody else said this."
        act(scene, people[who], f"{words} and more")  # type: ignore[operator]
    db.session.flush()
    affected = count_affected()
    leave(leaver, takes_words=takes_words)
    planted = [f"Quïllfeather{number}", f"zq{number}.leaver"] + ([f"plantedwords{number}"] * takes_words)
    assert [one for one in rows_that_say(*planted) if not is_farewell(one)] == []
    assert leaver.name == FORMER_MEMBER
    assert count_affected() == affected
    assert_counters_agree()


def count_affected() -> int:
    return db.session.scalar(select(func.count(Affected.id)).where(Affected.withdrawn_at.is_(None))) or 0


def assert_counters_agree() -> None:
    """What is counted beside rows is what the rows say."""
    for barrier in db.session.scalars(select(Barrier)):
        own = select(func.count(Affected.id)).where(
            Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None)
        )
        assert barrier.number_of_affected == db.session.scalar(own)
    for thread in db.session.scalars(select(Thread)):
        seen = select(func.count(Comment.id)).where(
            Comment.thread_id == thread.id, Comment.deleted_at.is_(None)
        )
        assert thread.number_of_comments == db.session.scalar(seen)
    for tag in db.session.scalars(select(Tag)):
        carried = select(func.count()).where(ThreadTag.tag_id == tag.id)
        assert tag.number_of_threads == db.session.scalar(carried)


def test_what_waits_for_the_mail_server_is_only_the_last_mail(app: Flask) -> None:
    person = make_person("Zebedee", email="zq@mail.example.org")
    scene = Scene(make_council())
    for act in ACTS:
        act(scene, person, "planted words")
    leave(person, takes_words=True)
    waiting = select(OutboxRow).where(OutboxRow.kind == "mail", OutboxRow.due_at.is_not(None))
    to = [row.payload["to"] for row in db.session.scalars(waiting)]
    assert to.count("zq@mail.example.org") == 1
