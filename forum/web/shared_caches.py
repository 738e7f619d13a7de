"""How long caches on the way may keep a file that everybody may see."""

from __future__ import annotations

from flask import Response, request

PUBLIC_FOR = 120  # seconds: what a moderator hides must leave every cache on the way within minutes


def keep_for_minutes(answer: Response) -> None:
    """Let every cache keep this for two minutes, and ask again then."""
    answer.cache_control.public = True
    answer.cache_control.max_age = PUBLIC_FOR
    answer.cache_control.must_revalidate = True


def answer_if_changed(answer: Response, etag: str) -> Response:
    """Return the answer, or only that it still stands, to whoever has it."""
    answer.set_etag(etag)
    answer.make_conditional(request)
    return answer
