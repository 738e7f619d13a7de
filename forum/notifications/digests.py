"""The mail of a morning: what is new in all that one person follows, a part for each thread.

A digest is written, and its rows are marked, in the one transaction of the outbox row that asks for it: a worker that is
killed in the middle leaves neither. The mail has a key for its person and day, so that no repeat sends it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.accounts.models import Person
from forum.core import clock
from forum.core.outbox import Rank, enqueue
from forum.core.text import excerpt
from forum.core.urls import absolute_url, with_host
from forum.councils.identity import Identity, identity_of
from forum.follows.followables import name_follows
from forum.notifications.actions import SEND_DIGESTS, forget_old, mark_mailed, plan_digests
from forum.notifications.models import Notification
from forum.notifications.queries import list_due, list_people_due, list_threads_mailed_since
from forum.notifications.stop_links import DIGEST, follow_stop_url
from forum.notifications.timetable import next_morning, start_of_day
from forum.notifications.topics import news_of, path_of_notice, sentence_of, sentences_of
from forum.threads.emails import write_to_person
from forum.threads.kinds import can_read, path_of

BATCH = 50
LONGEST_QUOTE = 240
Told = tuple[Notification, int]
"""A row, and how many there are of its kind about the same thread."""


@dataclass(frozen=True, slots=True)
class DigestPart:
    """What is new in one thread, or in one search: where it is, in sentences, and the newest words."""

    title: str
    url: str
    lines: Sequence[str]
    quote: str
    number_more: int


def send_digests(payload: dict[str, Any]) -> None:
    """Write the digests of a batch of people, a row for the rest, and one for the next morning."""
    now = clock.now()
    plan_digests(next_morning(now))
    forget_old()
    people = list_people_due(now=now, after=payload["after"], limit=BATCH)
    for person in people:
        _send_digest(person, now)
    if len(people) == BATCH:
        enqueue(SEND_DIGESTS, {"after": people[-1].id})


def _send_digest(person: Person, now: datetime) -> None:
    told_today = list_threads_mailed_since(person=person, since=start_of_day(now))
    rows = list_due(person=person, now=now, without=told_today) if person.gets_news else []
    parts = _parts(rows, identity_of(person))
    mark_mailed(person=person, now=now, without=told_today, is_mailed=bool(parts))
    if not parts:
        return
    stop_url = follow_stop_url(person_id=person.id, kind=DIGEST)
    write_to_person(
        "notifications-digest",
        person=person,
        key=f"digest:{clock.today():%Y-%m-%d}",
        stop_url=stop_url,
        rank=Rank.DIGEST,
        parts=parts,
        all_url=absolute_url("notices.notifications"),
    )


def _parts(rows: Sequence[Told], identity: Identity) -> list[DigestPart]:
    """Make the parts of a digest, one for each thread that its reader may read and that is in sight."""
    together: dict[int, list[Told]] = {}
    for row, number in rows:
        together.setdefault(row.thread_id or -row.id, []).append((row, number))
    subjects = name_follows(identity, [row.follow for row, _ in rows if row.thread is None and row.follow])
    parts = []
    for some in together.values():
        head = some[0][0]
        thread, subject = head.thread, subjects.get(head.follow_id or 0)
        if thread is not None and (not thread.is_in_sight or not can_read(identity, thread)):
            continue
        if thread is not None:
            part = _part(thread.title, path_of(thread), some)
        elif subject is not None:
            part = _part(subject.title, subject.url, some)
        else:
            part = _part(sentence_of(head), path_of_notice(head) or "/", some)
        if part is not None:
            parts.append(part)
    return parts


def _part(title: str, path: str, rows: Sequence[Told]) -> DigestPart | None:
    """Return one part; None where nothing of it is to be told any more."""
    news = {row.id: one for row, _ in rows if (one := news_of(row)) is not None}
    told = [(row, number) for row, number in rows if row.id in news]
    if not told:
        return None
    lines, number_told = sentences_of(told, lambda row: news[row.id].summary or sentence_of(row))
    quotes = (str(one.words["quote"]) for one in news.values() if one.words.get("quote"))
    number = sum({row.kind: number for row, number in told}.values())
    quote = excerpt(next(quotes, ""), LONGEST_QUOTE)
    return DigestPart(title, with_host(path), lines, quote, max(0, number - number_told))
