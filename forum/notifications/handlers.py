"""What the worker does with the rows that notifications wrote: a batch of mails each, and a row for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.worker import Handler, for_each_payload
from forum.councils.identity import identity_of
from forum.notifications import group_emails, group_statement_emails
from forum.notifications.actions import SEND_DIGESTS, TELL_FOLLOWERS, TELL_PERSON
from forum.notifications.digests import send_digests
from forum.notifications.emails import write_letter, write_notice
from forum.notifications.models import Notification
from forum.notifications.queries import get_notification, list_mailed_since, list_to_mail_at_once
from forum.notifications.timetable import next_morning, start_of_day
from forum.notifications.topics import news_of
from forum.threads.kinds import can_read
from forum.threads.models import Thread
from forum.threads.news import News

BATCH = 100


def notify_followers(payload: dict[str, Any]) -> None:
    """Write to a batch of those who want to hear at once of something, and may read it; the rest waits for the morning.

    Whoever had a mail about the thread today hears of it in the next morning's digest.
    """
    now = clock.now()
    batch = list_to_mail_at_once(
        thread_id=payload["thread"],
        kind=payload["kind"],
        about=payload["about"],
        after=payload["after"],
        now=now,
        limit=BATCH,
    )
    thread, people = db.session.get(Thread, payload["thread"]), [row.person_id for row in batch]
    news = news_of(batch[0]) if batch else None
    if thread is not None and batch:
        told = list_mailed_since(thread_id=thread.id, people=people, since=start_of_day(now))
        otherwise = news.told_otherwise(people) if news is not None else frozenset()
        for row in batch:
            if row.person_id in told:
                row.mail_due_at = next_morning(now)
            else:
                _mail(row, thread, None if row.person_id in otherwise else news)
    if len(batch) == BATCH:
        enqueue(TELL_FOLLOWERS, payload | {"after": people[-1]})


def _mail(row: Notification, thread: Thread, news: News | None) -> None:
    """Write the letter of a row unless it is not to be told any more; either way it waits no longer."""
    row.mail_due_at = None
    is_told = news is not None and thread.is_in_sight and row.person.gets_news
    if news is not None and is_told and can_read(identity_of(row.person), thread):
        write_letter(row, thread, news)
        row.mailed_at = clock.now()


def notify_person(payload: dict[str, Any]) -> None:
    """Write to one person of what they hear at once, whatever they follow."""
    row = get_notification(payload["notification"])
    if row is None or row.mail_due_at is None:
        return
    news, row.mail_due_at = news_of(row), None
    is_in_sight = row.thread is None or (
        row.thread.is_in_sight and can_read(identity_of(row.person), row.thread)
    )
    if news is not None and is_in_sight and row.person.gets_news:
        write_notice(row, news)
        row.mailed_at = clock.now()


HANDLERS: Mapping[str, Handler] = {
    TELL_FOLLOWERS: for_each_payload(notify_followers),
    TELL_PERSON: for_each_payload(notify_person),
    SEND_DIGESTS: for_each_payload(send_digests),
    "tell_of_claim": for_each_payload(group_emails.write_of_claim),
    "tell_of_join_request": for_each_payload(group_emails.write_of_join_request),
    "tell_of_words_for_group": for_each_payload(group_statement_emails.write_of_words),
    "tell_of_resource": for_each_payload(group_statement_emails.write_of_resource),
    "tell_of_words_taken_back": for_each_payload(group_statement_emails.write_of_taking_back),
    "tell_of_joiner": for_each_payload(group_emails.write_of_joiner),
    "ask_organisers": for_each_payload(group_emails.write_to_organisers),
}
