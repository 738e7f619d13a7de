"""Makes rows for tests: plausible where nothing is said, committed so that requests can read them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from flask.testing import FlaskClient

from forum.accounts.devices import device_of
from forum.accounts.models import Person, SignInMethod, SiteRole
from forum.accounts.sign_in_sessions import start_session
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, Transition
from forum.core import clock
from forum.core.db import commit, db
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.models import Area, Council, CouncilName, Department, Officer
from forum.groups.models import Group, Membership
from forum.threads.models import Comment, Thread, Visibility

_numbers = itertools.count(1)
_at_once: ContextVar[bool] = ContextVar("at_once", default=False)
Row = TypeVar("Row")


def saved(row: Row) -> Row:
    db.session.add(row)
    done()
    return row


def done() -> None:
    """Commit what was made; inside `at_once`, only write it."""
    if _at_once.get():
        db.session.flush()
    else:
        commit()


@contextmanager
def at_once() -> Iterator[None]:
    """Make many rows and commit once: after each commit SQLAlchemy reads all that is held anew, which costs most."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)
    done()


def make_person(name: str = "", *, role: SiteRole = SiteRole.MEMBER, **given: Any) -> Person:
    number = next(_numbers)
    given.setdefault("email", f"person{number}@example.org")
    given.setdefault("is_staff", role != SiteRole.MEMBER)
    now = clock.now()
    return saved(
        Person(name=name or f"Person {number}", role=role, created_at=now, email_confirmed_at=now, **given)
    )


@at_once()
def make_council(name: str = "", **given: Any) -> Council:
    number = next(_numbers)
    name = name or f"Testham {number}"
    given.setdefault("contact_email", f"hello{number}@council.example.org")
    council = saved(
        Council(
            code=f"T{number}", slug=slug(name), name=name, official_name=f"{name} Borough Council", **given
        )
    )
    saved(CouncilName(council_id=council.id, name=name, normalised=name.lower()))
    return council


def make_department(
    council: Council, code: str = "property_venues", name: str = "Property and venues"
) -> Department:
    return saved(Department(council_id=council.id, code=code, name=name))


def make_area(council: Council, name: str = "") -> Area:
    name = name or f"Ward {next(_numbers)}"
    return saved(Area(council_id=council.id, name=name, slug=slug(name)))


@at_once()
def make_officer(council: Council, name: str = "", *, is_lead: bool = False) -> Officer:
    """An officer with a person of their own; the council is claimed."""
    person = make_person(name, is_staff=True)
    council.claimed_at = council.claimed_at or clock.now()
    return saved(Officer(person_id=person.id, council_id=council.id, is_lead=is_lead, created_at=clock.now()))


@at_once()
def make_group(
    name: str = "", *, council: Council | None = None, members: tuple[Person, ...] = (), **given: Any
) -> Group:
    name = name or f"Group {next(_numbers)}"
    group = saved(
        Group(
            name=name,
            normalised_name=name.lower(),
            slug=slug(name),
            council_id=council and council.id,
            created_at=clock.now(),
            **given,
        )
    )
    for person in members:
        saved(Membership(group_id=group.id, person_id=person.id, created_at=clock.now()))
    return group


@at_once()
def make_barrier(
    title: str = "",
    *,
    council: Council | None = None,
    author: Person | None = None,
    group: Group | None = None,
    state: State = State.OPEN,
    visibility: Visibility = Visibility.PUBLIC,
    created_at: datetime | None = None,
    **given: Any,
) -> Barrier:
    """A reported barrier with its reporter's own affected and its first transition."""
    author = author or make_person()
    title = title or f"Barrier {next(_numbers)}"
    body = given.pop("body", "We were told that we need insurance before we may use the hall.")
    at = created_at or clock.now()
    given.setdefault("category", "insurance")
    barrier = saved(
        Barrier(
            title=title,
            slug=slug(title),
            body=body,
            body_html=render(body),
            html_version=PIPELINE_VERSION,
            council_id=council and council.id,
            author_id=author.id,
            group_id=group and group.id,
            visibility=visibility,
            state=state,
            state_changed_at=at,
            created_at=at,
            last_activity_at=at,
            number_of_affected=1,
            first_affected_at=at,
            last_affected_at=at,
            **given,
        )
    )
    saved(
        Transition(
            barrier_id=barrier.id, person_id=author.id, role=Role.MEMBER, to_state=State.OPEN, created_at=at
        )
    )
    make_affected(barrier, person=author, group=group, is_reporter=True, count=False)
    set_deadline(barrier=barrier)
    return barrier


@at_once()
def make_affected(
    barrier: Barrier,
    *,
    person: Person | None = None,
    group: Group | None = None,
    count: bool = True,
    **given: Any,
) -> Affected:
    person = person or make_person()
    given.setdefault("is_nameless", barrier.visibility != Visibility.PUBLIC)
    affected = saved(
        Affected(
            barrier_id=barrier.id,
            person_id=person.id,
            group_id=group and group.id,
            created_at=clock.now(),
            **given,
        )
    )
    if count:
        barrier.number_of_affected += 1
        barrier.last_affected_at = affected.created_at
        done()
    return affected


@at_once()
def make_comment(thread: Thread, body: str = "We met this too.", *, author: Person | None = None) -> Comment:
    author = author or make_person()
    thread.number_of_comments += 1
    return saved(
        Comment(
            thread_id=thread.id,
            author_id=author.id,
            body=body,
            body_html=render(body),
            html_version=PIPELINE_VERSION,
            created_at=clock.now(),
        )
    )


def session_key(person: Person) -> str:
    """Start a session; gives what its cookie holds as `_user_id`."""
    device = device_of("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    _, key = start_session(person=person, method=SignInMethod.LINK, device=device, network="127.0.0.0/24")
    commit()
    return f"{person.id}.{key}"


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Sign a person in without the sign-in page, as its view would."""
    key = session_key(person)
    with client.session_transaction() as session:
        session["_user_id"] = key
        session["_fresh"] = True
        session["confirmed_at"] = int(clock.real_now().timestamp())
    return client


def csrf_token(client: FlaskClient, path: str) -> str:
    """Read the CSRF token out of a page's form."""
    page = client.get(path).get_data(as_text=True)
    return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
