"""Stories for tests of what gathers all kinds."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import commit
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.stories.models import Story
from forum.threads.index_maintenance import rebuild_index
from tests.support.factories import make_person, saved


def make_story(title: str, body: str = "We did it together.", **given: Any) -> Story:
    now = clock.now()
    given.setdefault("author_id", make_person().id)
    story = saved(
        Story(
            title=title,
            slug=slug(title),
            body=body,
            body_html=render(body),
            html_version=PIPELINE_VERSION,
            created_at=now,
            last_activity_at=now,
            told_at=now,
            **given,
        )
    )
    commit()
    return story


def rebuild(client_or_app: Flask | FlaskClient) -> None:
    """Rebuild in a context of its own, whose session forgets what it read."""
    app = client_or_app if isinstance(client_or_app, Flask) else client_or_app.application
    with app.app_context():
        rebuild_index()
