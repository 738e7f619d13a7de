"""Signing in leads to pages of ours alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from forum.accounts.next_paths import local_path

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "path", ["/", "/barriers", "/barriers/12-hall-hire?page=2#comment-3", "/search?q=a%20b", "/a:b"]
)
def test_pages_of_ours_are_kept(path: str) -> None:
    assert local_path(path, "/") == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "barriers",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil",
        "/\t/evil.example",
        "/\n/evil.example",
        " /barriers",
        "javascript:alert(1)",
        "http:/evil",
        "/x\x00",
        "/" + "x" * 600,
        "/sign-in",
        "/sign-in/password?next=/",
        "/sign-out",
        "/invitations/x",
        "//[",
        "/\x7f",
    ],
)
def test_anything_else_leads_to_the_start_page(path: str | None) -> None:
    assert local_path(path, "/") == "/"


@pytest.mark.parametrize("path", ["/forum/", "/forum/barriers/12-hall-hire?page=2#comment-3"])
def test_pages_of_ours_below_a_path_are_kept(path: str) -> None:
    assert local_path(path, "/forum/") == path


@pytest.mark.parametrize(
    "path",
    ["/", "/forum", "/forums/x", "/barriers", "/forum/../mail", "/forum/%2e%2E/mail", "/forum/sign-in"],
)
def test_what_lies_beside_our_path_leads_to_the_start_page(path: str) -> None:
    assert local_path(path, "/forum/") == "/forum/"


@given(st.text(max_size=30).map("/".__add__))
def test_no_text_leads_to_another_site(text: str) -> None:
    for start in ("/", "/forum/"):
        path = iri_to_uri(local_path(text, start))
        assert path.startswith(start)
        assert not path.startswith(("//", "/\\"))
