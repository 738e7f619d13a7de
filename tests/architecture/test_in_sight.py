"""Whether a post is in sight, and for whom it is, is asked in one place: what is hidden, held or private is left out together."""

from __future__ import annotations

import re

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

COLUMNS = re.compile(r"\b(hidden_at|held_at)\b")
ALLOWED = {
    "forum/threads/models.py",
    "forum/threads/visibility.py",
    "forum/threads/queries.py",  # what a comment in sight of moderators is called
    "forum/threads/actions/comments.py",  # whether it was ever counted
    "forum/moderation",
    "forum/threads/holds",
    "forum/dashboards/subscribers.py",  # which changes of a row figures follow
    "templates/threads/_out_of_sight.html",
    "templates/threads/_moderate.html",
    "templates/moderation",
}


def test_hidden_and_held_are_read_through_is_in_sight_alone() -> None:
    files = [*(ROOT / "forum").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    names = [file.relative_to(ROOT).as_posix() for file in files if COLUMNS.search(file.read_text())]
    assert [one for one in sorted(names) if not any(one.startswith(known) for known in ALLOWED)] == []
    assert len(names) >= 5


COMPARED = re.compile(r"\bvisibility\s*(==|!=|in\b)|\bvisibility\.(in_|not_in|is_)\(|(==|!=)\s*Visibility\.")
COMPARES = {
    "forum/threads/models.py",  # Thread.is_nameless and Thread.is_council_only, of a row and in SQL
    "forum/barriers/queries/inbox_filters.py",  # officers choose one of the three, by an index of its own
    "forum/moderation/actions/places.py",  # whether two have the same, whatever it is
}


def test_visibility_is_compared_in_the_model_alone() -> None:
    files = [*(ROOT / "forum").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    names = {file.relative_to(ROOT).as_posix() for file in files if COMPARED.search(file.read_text())}
    assert names == COMPARES
