"""Whether a post is in sight is asked in one place: what is hidden and what is held are left out together."""

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
