"""The mails about what people are told: the letter of a topic at once, one sentence where it has none, and the digest."""

from __future__ import annotations

from forum.core.urls import absolute_url
from forum.councils.identity import identity_of
from forum.follows.followables import find_subject
from forum.follows.models import FollowKind
from forum.notifications.models import Notification
from forum.notifications.stop_links import follow_stop_url
from forum.notifications.topics import sentence_of
from forum.threads.emails import write_thread_email, write_to_person
from forum.threads.models import Thread
from forum.threads.news import News


def write_letter(row: Notification, thread: Thread, news: News) -> None:
    """Write to somebody of what happened in a thread they follow, or in one about something they follow."""
    follow = row.follow
    if follow is None or follow.kind == FollowKind.THREAD:
        write_thread_email(news.template, person=row.person, thread=thread, key=news.key, **news.words)
        return
    subject = find_subject(identity_of(row.person), follow.kind, follow.key)
    write_thread_email(
        "notifications-news",
        person=row.person,
        thread=thread,
        key=news.key,
        stop_url=follow_stop_url(person_id=row.person_id, kind=follow.kind, key=follow.key),
        sentence=sentence_of(row),
        quote=news.words.get("quote", ""),
        followed=f"the {subject.label.lower()} “{subject.title}”"
        if subject
        else "something that it is about",
        follows_url=absolute_url("follows.following"),
    )


def write_notice(row: Notification, news: News) -> None:
    """Write to somebody of what they hear whatever they follow, once for each row."""
    key = f"notice:{row.id}:{row.created_at:%Y%m%d%H%M%S}"
    if row.thread is not None:
        write_thread_email(news.template, person=row.person, thread=row.thread, key=key, **news.words)
        return
    follow, words = row.follow, dict(news.words)
    if follow is not None:
        words["stop_url"] = follow_stop_url(person_id=row.person_id, kind=follow.kind, key=follow.key)
    write_to_person(news.template, person=row.person, key=key, **words)
