"""A change of the text pipeline reaches what was rendered before it."""

import pytest
from sqlalchemy import update

from forum.core.db import db
from forum.core.rerender import rerender_outdated
from forum.core.text import PIPELINE_VERSION
from forum.stories.models import Story
from forum.threads.models import Comment, Thread
from tests.stories.making import make_story
from tests.support.factories import make_barrier, make_comment

pytestmark = pytest.mark.sql

WORDS = "See https://example.org/?a=1&region=2"
LINK = 'href="https://example.org/?a=1&amp;region=2"'


def outdate(model, **values):
    db.session.execute(update(model).values(html_version=PIPELINE_VERSION - 1, **values))
    db.session.commit()
    db.session.expire_all()


def test_threads_comments_and_every_part_of_a_story_are_rendered_again(app):
    comment = make_comment(make_barrier(), WORDS)
    story = make_story(differently=WORDS)
    outdate(Thread, body_html="old")
    outdate(Comment, body_html="old")
    db.session.execute(update(Story).values(differently_html="old"))
    assert rerender_outdated() >= 3
    db.session.expire_all()
    assert LINK in comment.body_html
    assert LINK in story.differently_html
    assert comment.thread.body_html != "old"
    assert {comment.html_version, story.html_version} == {PIPELINE_VERSION}
    assert rerender_outdated() == 0


def test_what_is_up_to_date_is_left_alone(app):
    comment = make_comment(make_barrier(), WORDS)
    comment.body_html = "as it is"
    db.session.commit()
    rerender_outdated()
    assert comment.body_html == "as it is"


def test_words_that_are_now_refused_keep_the_html_they_have(app):
    comment = make_comment(make_barrier(), WORDS)
    outdate(Comment, body="x" * 30_000, body_html="<p>kept</p>")
    assert rerender_outdated() == 1
    db.session.expire_all()
    assert (comment.body_html, comment.html_version) == ("<p>kept</p>", PIPELINE_VERSION)
