"""The words of another comment, put into the form of a new one as a quotation."""

from __future__ import annotations

from forum.core.text import quote
from forum.councils.identity import current_identity
from forum.threads.author_display import public_author_display
from forum.threads.models import Thread
from forum.threads.queries import get_readable_comment
from forum.web.urls import number_asked


def quote_asked(thread: Thread) -> str:
    """Return the comment that the address names (?quote=12) as a quotation, if everybody may read it under this thread."""
    number = number_asked("quote")
    quoted = get_readable_comment(current_identity(), number) if number else None
    if quoted is None or quoted.thread_id != thread.id or quoted.deleted_at or not quoted.is_in_sight:
        return ""
    return quote(quoted.body, public_author_display(thread)(quoted.author))  # everybody will read it
