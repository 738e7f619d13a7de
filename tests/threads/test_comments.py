"""Writing, quoting, changing and taking back comments, through their pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.text import LONGEST_TEXT
from forum.threads.actions.comments import post_comment
from forum.threads.holds.signed_times import new_form_key
from forum.threads.models import Comment, CommentRevision
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send

KEY = "a" * 32


def all_comments() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def test_a_comment_is_shown_in_its_thread(client: FlaskClient) -> None:
    barrier, person = make_barrier(), make_person("Rosa")
    sign_in(client, person)
    answer = send(client, f"/threads/{barrier.id}/comment", body="We met this **too**.", form_key=KEY)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "<strong>too</strong>" in page
    assert "Rosa" in page
    db.session.refresh(barrier)
    assert barrier.number_of_comments == 1


def test_a_form_sent_twice_makes_one_comment(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    path = f"/threads/{barrier.id}/comment"
    first = send(client, path, body="Once.", form_key=KEY)
    second = send(client, path, body="Once.", form_key=KEY)
    assert first.location == second.location
    assert len(all_comments()) == 1


def test_a_key_of_somebody_elses_form_leads_nowhere_else(app: Flask) -> None:
    barrier, other = make_barrier(), make_barrier()
    one, two = make_person(), make_person()
    key = new_form_key()
    made = [
        post_comment(thread=thread, author=person, body="Mine.", form_key=key)
        for thread, person in ((barrier, one), (barrier, two), (other, one))
    ]
    assert len({comment.id for comment in made}) == 3


def test_a_preview_shows_the_words_and_posts_nothing(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    path = f"/threads/{barrier.id}/comment"
    answer = send(client, path, body="So *this* is it.", form_key=KEY, preview="1")
    assert answer.status_code == 200
    assert "<em>this</em>" in answer.text
    assert "So *this* is it." in answer.text
    assert all_comments() == []


def test_our_script_gets_a_preview_as_a_fragment(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    page = f"/threads/{barrier.id}/comment"
    answer = send(client, "/threads/preview", page, text="So *this* is it. <script>alert(1)</script>")
    assert answer.status_code == 200
    assert "<em>this</em>" in answer.text
    assert "<script" not in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write your comment first."),
        (" \u202e\u200b\x00 ", "Write your comment first."),
        ("x" * (LONGEST_TEXT + 1), "Please use 20000 characters or fewer."),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(client: FlaskClient, typed: str, said: str) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    answer = send(client, f"/threads/{barrier.id}/comment", body=typed, form_key=KEY)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed.strip("\u202e\u200b\x00 ") in answer.text
    assert all_comments() == []


def test_control_characters_are_dropped_and_emoji_kept(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    typed = "Two\x00 \u202eways\u202c 👩‍👩‍👧 مرحبا"
    send(client, f"/threads/{barrier.id}/comment", body=typed, form_key=KEY)
    assert all_comments()[0].body == "Two ways 👩‍👩‍👧 مرحبا"


def test_ten_megabytes_get_the_page_that_says_too_large(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    answer = client.post(f"/threads/{barrier.id}/comment", data={"body": "x" * 10_000_000})
    assert answer.status_code == 413


def test_a_stale_token_keeps_what_was_typed(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    typed = {"body": "Still here.", "form_key": KEY, "csrf_token": "old"}
    answer = client.post(f"/threads/{barrier.id}/comment", data=typed)
    assert answer.status_code == 422
    assert "Still here." in answer.text


def test_quoting_begins_the_reply_with_the_words(client: FlaskClient) -> None:
    barrier = make_barrier()
    quoted = make_comment(barrier, "Ask the insurer.", author=make_person("Ben"))
    sign_in(client, make_person())
    page = client.get(f"/threads/{barrier.id}/comment?quote={quoted.id}").text
    assert "&gt; **Ben** wrote:" in page
    assert "&gt; Ask the insurer." in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_quote_of_nothing_is_an_empty_form(client: FlaskClient, number: str) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    answer = client.get(f"/threads/{barrier.id}/comment?quote={number}")
    assert answer.status_code == 200
    assert "wrote:" not in answer.text


def test_a_comment_of_another_thread_is_not_quoted(client: FlaskClient) -> None:
    elsewhere = make_comment(make_barrier(), "Elsewhere.")
    sign_in(client, make_person())
    assert "Elsewhere." not in client.get(f"/threads/{make_barrier().id}/comment?quote={elsewhere.id}").text


def test_a_changed_comment_says_so_and_keeps_what_it_said(client: FlaskClient) -> None:
    author = make_person()
    comment = make_comment(make_barrier(), "First words.", author=author)
    sign_in(client, author)
    answer = send(client, f"/comments/{comment.id}/edit", body="Second words.")
    assert answer.status_code == 303
    page = main_of(client.get(answer.location))
    assert "Second words." in page
    assert "First words." not in page
    assert "changed" in page
    assert "First words." in client.get(f"/comments/{comment.id}/revisions").text


def test_the_same_words_again_change_nothing(client: FlaskClient) -> None:
    author = make_person()
    comment = make_comment(make_barrier(), "Same.", author=author)
    sign_in(client, author)
    send(client, f"/comments/{comment.id}/edit", body="Same.")
    assert db.session.scalars(select(CommentRevision)).all() == []
    assert all_comments()[0].edited_at is None


@pytest.mark.parametrize("verb", ["edit", "delete", "revisions"])
def test_somebody_elses_comment_is_out_of_reach(client: FlaskClient, verb: str) -> None:
    council = make_council()
    comment = make_comment(make_barrier(council=council))
    sign_in(client, make_officer(council).person)
    assert client.get(f"/comments/{comment.id}/{verb}").status_code == 403


def test_a_comment_taken_back_leaves_a_trace_and_no_words(client: FlaskClient) -> None:
    author = make_person()
    barrier = make_barrier()
    comment = make_comment(barrier, "I should not have said that.", author=author)
    sign_in(client, author)
    answer = send(client, f"/comments/{comment.id}/delete")
    page = main_of(client.get(answer.location))
    assert "I should not have said that." not in page
    assert f'id="comment-{comment.id}"' in page
    db.session.refresh(barrier)
    assert barrier.number_of_comments == 0


def test_moderators_can_read_what_a_comment_taken_back_said(client: FlaskClient) -> None:
    author = make_person()
    comment = make_comment(make_barrier(), "I said it.", author=author)
    sign_in(client, author)
    send(client, f"/comments/{comment.id}/delete")
    sign_in(client, make_person(role="moderator"))
    assert "I said it." in client.get(f"/comments/{comment.id}/revisions").text


def test_an_officers_comment_carries_the_councils_badge(client: FlaskClient) -> None:
    council, other = make_council("Riverham"), make_council("Otherham")
    barrier = make_barrier(council=council)
    sign_in(client, make_officer(council).person)
    send(client, f"/threads/{barrier.id}/comment", body="We look into it.", form_key="1" * 32)
    sign_in(client, make_officer(other).person)
    send(client, f"/threads/{barrier.id}/comment", body="So did we.", form_key="2" * 32)
    assert [comment.is_official for comment in all_comments()] == [True, False]
    assert client.get(f"/barriers/{barrier.id}", follow_redirects=True).text.count("For Riverham") == 1


def test_a_locked_thread_takes_no_comment(client: FlaskClient) -> None:
    barrier = make_barrier()
    author = make_person()
    comment = make_comment(barrier, author=author)
    barrier.locked_at = clock.now()
    commit()
    sign_in(client, author)
    assert client.get(f"/threads/{barrier.id}/comment").status_code == 403
    assert client.post(f"/threads/{barrier.id}/comment", data={"body": "x"}).status_code == 403
    assert client.get(f"/comments/{comment.id}/edit").status_code == 403


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    barrier = make_barrier()
    answer = client.get(f"/threads/{barrier.id}/comment")
    assert answer.status_code in {302, 303}
    assert "sign-in" in answer.location
    assert "comment" in answer.location


def test_comments_come_twenty_a_page_oldest_first(client: FlaskClient) -> None:
    barrier, author = make_barrier(), make_person()
    numbers = [make_comment(barrier, f"Number {n}.", author=author).id for n in range(45)]
    shown: list[int] = []
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    for expected in (20, 20, 5):
        here = [int(n) for n in re.findall(r'id="comment-(\d+)"', page)]
        assert len(here) == expected
        shown += here
        later = re.search(r'href="([^"]+comments=[^"]+)"[^>]*>[^<]*(?:<[^>]+>)*[^<]*Later', page)
        page = client.get(later.group(1).replace("&amp;", "&")).text if later else ""
    assert shown == numbers
    assert page == ""


def test_a_comments_address_leads_to_its_page(client: FlaskClient) -> None:
    barrier, author = make_barrier(), make_person()
    last = [make_comment(barrier, f"Number {n}.", author=author) for n in range(25)][-1]
    answer = client.get(f"/comments/{last.id}")
    assert answer.status_code == 302
    assert f'id="comment-{last.id}"' in client.get(answer.location).text


def test_a_page_of_comments_takes_as_many_statements_for_20_as_for_one(client: FlaskClient) -> None:
    barrier = make_barrier(council=make_council())
    make_comment(barrier)
    address = client.get(f"/barriers/{barrier.id}").location
    with count_statements() as few:
        client.get(address)
    for _ in range(30):
        make_comment(barrier)
    with count_statements() as many:
        client.get(address)
    assert len(many) == len(few) <= 6, "\n".join(many)
