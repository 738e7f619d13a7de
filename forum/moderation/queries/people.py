"""Reads of what somebody posted, and of what was decided about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from forum.accounts.models import Person, SiteRole
from forum.core.db import db
from forum.moderation.models import HiddenTogether, ModerationAct, ReportedPost
from forum.moderation.things import Post, find_thing, name_of
from forum.moderation.vocabulary import Verb
from forum.threads.models import Comment, Thread

MOST_AT_ONCE = 2_000
"""Posts that one press hides; a second press hides the rest."""
MOST_ACTS = 20
MOST_POSTS = 10
MOST_MODERATORS = 50


@dataclass(frozen=True, slots=True)
class AuthorHistory:
    """What a moderator knows of an author before deciding: how long they are here, how much they posted, what was decided."""

    author: Person
    number_of_threads: int
    number_of_comments: int
    number_of_hidden: int
    number_reported: int
    acts: Sequence[ModerationAct]


def read_history(author: Person) -> AuthorHistory:
    """Gather an author's history, each number by an index of its own."""
    threads = select(func.count(Thread.id), func.count(Thread.hidden_at)).where(Thread.author_id == author.id)
    comments = select(func.count(Comment.id), func.count(Comment.hidden_at)).where(
        Comment.author_id == author.id
    )
    reported = select(func.count(ReportedPost.id)).where(ReportedPost.author_id == author.id)
    (all_threads, hidden_threads), (all_comments, hidden_comments) = (
        db.session.execute(query).one() for query in (threads, comments)
    )
    return AuthorHistory(
        author=author,
        number_of_threads=all_threads,
        number_of_comments=all_comments,
        number_of_hidden=hidden_threads + hidden_comments,
        number_reported=db.session.scalar(reported) or 0,
        acts=list_acts_about(author),
    )


def list_acts_about(author: Person) -> Sequence[ModerationAct]:
    """List what was decided about somebody and their posts, newest first."""
    query = select(ModerationAct).where(ModerationAct.author_id == author.id)
    return db.session.scalars(query.order_by(ModerationAct.id.desc()).limit(MOST_ACTS)).all()


def list_newest_posts(author: Person) -> list[Post]:
    """List the newest things that somebody posted."""
    threads = select(Thread).where(Thread.author_id == author.id).options(lazyload(Thread.tags))
    comments = select(Comment).where(Comment.author_id == author.id)
    comments = comments.options(joinedload(Comment.thread).options(lazyload(Thread.tags)))
    found: list[Post] = [*db.session.scalars(threads.order_by(Thread.id.desc()).limit(MOST_POSTS))]
    found += db.session.scalars(comments.order_by(Comment.id.desc()).limit(MOST_POSTS))
    return sorted(found, key=lambda post: post.created_at, reverse=True)[:MOST_POSTS]


def list_posts_since(author: Person, since: datetime) -> list[Post]:
    """List what somebody posted since a moment and that is not hidden; deleted comments have no words to hide."""
    threads = select(Thread).where(
        Thread.author_id == author.id, Thread.created_at >= since, Thread.hidden_at.is_(None)
    )
    comments = select(Comment).where(
        Comment.author_id == author.id, Comment.created_at >= since, Comment.hidden_at.is_(None), Comment.deleted_at.is_(None)
    )  # fmt: skip
    found: list[Post] = [*db.session.scalars(threads.order_by(Thread.id).limit(MOST_AT_ONCE))]
    found += db.session.scalars(comments.order_by(Comment.id).limit(MOST_AT_ONCE - len(found)))
    return found


def list_hidden_together(act: ModerationAct) -> list[Post]:
    """List what one press hid and nothing else has touched since."""
    later = (
        select(ModerationAct.id)
        .where(
            ModerationAct.thing == HiddenTogether.thing,
            ModerationAct.id > act.id,
            ModerationAct.verb.in_((Verb.HIDE, Verb.SHOW)),
        )
        .exists()
    )
    newer = aliased(HiddenTogether)
    again = select(newer.act_id).where(newer.thing == HiddenTogether.thing, newer.act_id > act.id).exists()
    query = select(HiddenTogether.thing).where(HiddenTogether.act_id == act.id, ~later, ~again)
    found = (find_thing(name) for name in db.session.scalars(query.order_by(HiddenTogether.thing)))
    return [post for post in found if isinstance(post, Thread | Comment) and post.hidden_at is not None]


def find_newest_act(post: Post | Person, verbs: Sequence[Verb]) -> ModerationAct | None:
    """Find the newest decision of some kinds about a post or a person."""
    query = select(ModerationAct).where(ModerationAct.thing == name_of(post), ModerationAct.verb.in_(verbs))
    return db.session.scalar(query.order_by(ModerationAct.id.desc()).limit(1))


def find_hiding_act(post: Post) -> ModerationAct | None:
    """Find the decision by which a post is hidden: one of its own, or a press that hid it with others."""
    own = find_newest_act(post, (Verb.HIDE, Verb.MERGE))
    together = select(HiddenTogether.act_id).where(HiddenTogether.thing == name_of(post))
    number = db.session.scalar(together.order_by(HiddenTogether.act_id.desc()).limit(1))
    if number is None or (own is not None and own.id > number):
        return own
    return db.session.get(ModerationAct, number)


def list_moderators() -> Sequence[Person]:
    """List who can decide: moderators and administrators whose accounts are in use."""
    roles = (SiteRole.MODERATOR, SiteRole.ADMINISTRATOR)
    query = select(Person).where(Person.role.in_(roles), Person.suspended_at.is_(None))
    return db.session.scalars(query.order_by(Person.id).limit(MOST_MODERATORS)).all()


def list_names(numbers: Collection[int]) -> dict[int, str]:
    """Read how some people are called now, by their numbers."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(numbers)))
    return dict(rows.tuples().all())
