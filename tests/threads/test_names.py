"""A name that was asked to be hidden stays hidden: in comments, quotes, and the search index."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import commit, db
from forum.councils.identity import identity_of
from forum.threads.author_display import REPORTER
from forum.threads.documents import comment_document, thread_document
from forum.threads.kinds import AFFECTED, can_read
from forum.threads.models import Thread, Visibility
from forum.threads.queries import list_comments
from forum.threads.visibility import may_read, readable, reader_tokens
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)

HIDDEN = "Zebedee Quillfeather"


@pytest.fixture
def nameless(app: Flask) -> Barrier:
    """A barrier whose reporter, who also comments, asked not to be named."""
    author = make_person(HIDDEN)
    group = make_group("Quillfeather Trust", members=(author,))
    barrier = make_barrier(
        council=make_council("Riverham"), author=author, group=group, visibility=Visibility.NAMELESS
    )
    make_comment(barrier, "More about it.", author=author)
    return barrier


def names(barrier: Barrier, person: Person | None) -> list[str]:
    page = list_comments(thread=barrier, identity=identity_of(person))
    return [comment.author for comment in page.rows]


def test_a_nameless_reporters_comments_carry_no_name(nameless: Barrier) -> None:
    officer = make_officer(nameless.council).person
    for reader in (None, make_person(), officer):
        assert names(nameless, reader) == [REPORTER]
    for reader in (nameless.author, make_person(role="moderator")):
        assert names(nameless, reader) == [HIDDEN]


def test_somebody_affected_without_a_name_comments_without_one(app: Flask) -> None:
    barrier, shy = make_barrier(), make_person(HIDDEN)
    make_affected(barrier, person=shy, is_nameless=True)
    make_comment(barrier, author=shy)
    assert names(barrier, None) == [AFFECTED]
    assert names(barrier, shy) == [HIDDEN]


@pytest.mark.parametrize("who", ["author", "moderator", "other"])
def test_a_quote_never_writes_a_hidden_name_into_the_page(
    client: FlaskClient, nameless: Barrier, who: str
) -> None:
    reader = {"author": nameless.author, "moderator": make_person(role="moderator")}.get(who) or make_person()
    comment = list_comments(thread=nameless, identity=identity_of(reader)).rows[0]
    sign_in(client, reader)
    page = client.get(f"/threads/{nameless.id}/comment?quote={comment.number}").text
    typed = page.split("<textarea", 1)[1].split("</textarea>", 1)[0]
    assert REPORTER in typed
    assert HIDDEN not in typed


def test_a_hidden_name_is_in_no_search_document(nameless: Barrier) -> None:
    from forum.threads.models import Comment  # noqa: PLC0415

    comment = db.session.scalars(select(Comment)).one()
    for document in (thread_document(nameless), comment_document(comment)):
        assert HIDDEN not in repr(document)
        assert "Quillfeather Trust" not in repr(document)
        assert document.author is None


def test_no_page_under_a_nameless_thread_says_the_name(client: FlaskClient, nameless: Barrier) -> None:
    sign_in(client, make_officer(nameless.council).person)
    comment = list_comments(thread=nameless, identity=identity_of(None)).rows[0].number
    for path in (f"/barriers/{nameless.id}", f"/threads/{nameless.id}/comment?quote={comment}"):
        page = client.get(path, follow_redirects=True)
        assert page.status_code == 200
        assert "Quillfeather" not in page.text


def test_lists_documents_and_pages_agree_on_who_may_read(app: Flask) -> None:
    """The rule is written three times: for a row, for a query, for the index. They must say the same."""
    council, other = make_council(), make_council()
    author = make_person()
    readers = [
        identity_of(person)
        for person in (
            None,
            author,
            make_person(),
            make_officer(council).person,
            make_officer(other, is_lead=True).person,
            make_person(role="moderator"),
            make_person(role="administrator"),
        )
    ]
    for visibility, hidden, place in itertools.product(Visibility, (False, True), (council, None)):
        barrier = make_barrier(council=place, author=author, visibility=visibility)
        barrier.hidden_at = clock.now() if hidden else None
        commit()
        for identity in readers:
            case = (visibility, hidden, place, identity)
            row = may_read(identity, barrier)
            listed = db.session.scalar(select(Thread.id).where(Thread.id == barrier.id, readable(identity)))
            found = reader_tokens(identity) & thread_document(barrier).readers
            assert (listed is not None, bool(found)) == (row, row), case


def test_whoever_is_affected_may_read_a_council_only_thread(app: Flask) -> None:
    barrier = make_barrier(council=make_council(), visibility=Visibility.COUNCIL)
    met_it = make_person()
    assert not can_read(identity_of(met_it), barrier)
    affected = make_affected(barrier, person=met_it)
    assert can_read(identity_of(met_it), barrier)
    affected.withdrawn_at = clock.now()
    commit()
    assert not can_read(identity_of(met_it), barrier)


@pytest.mark.parametrize("path", ["comment", "report", "set-tags"])
def test_a_council_only_thread_does_not_exist_for_others(client: FlaskClient, path: str) -> None:
    barrier = make_barrier(council=make_council(), visibility=Visibility.COUNCIL)
    comment = make_comment(barrier)
    sign_in(client, make_person())
    assert client.get(f"/threads/{barrier.id}/{path}").status_code == 404
    assert client.get(f"/comments/{comment.id}").status_code == 404
    assert client.post(f"/threads/{barrier.id}/follow").status_code == 404


def test_who_is_nameless_is_told_how_a_comment_is_shown(client: FlaskClient, nameless: Barrier) -> None:
    sign_in(client, nameless.author)
    assert "You asked not to be named here" in client.get(f"/threads/{nameless.id}/comment").text
    sign_in(client, make_person())
    assert "You asked not to be named here" not in client.get(f"/threads/{nameless.id}/comment").text
