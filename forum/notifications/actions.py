"""Telling people: writing down who is told what, reading it, and stopping mails."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Insert,
    Table,
    and_,
    bindparam,
    case,
    delete,
    insert,
    null,
    select,
    update,
)

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import caused_by_no_one, enqueue
from forum.councils.identity import VISITOR, identity_of
from forum.follows.followables import list_followables
from forum.follows.models import Follow, FollowKind, Frequency
from forum.notifications.models import Notification, WhyTold
from forum.notifications.queries import (
    is_due,
    is_to_mail_at_once,
    list_thread_followers,
    mailed_today,
    select_followers,
)
from forum.notifications.timetable import next_monday, next_morning, start_of_day
from forum.notifications.topics import stored, topic_of
from forum.threads.kinds import can_read
from forum.threads.models import Comment, Thread
from forum.threads.news import NoParams
from forum.threads.visibility import may_read

TELL_FOLLOWERS, TELL_PERSON, SEND_DIGESTS = "tell_followers", "tell_person", "send_digests"
_TABLE = cast("Table", Notification.__table__)
_GIVEN = ("kind", "about", "params", "thread_id", "comment_id", "reason", "created_at")
NOTHING_MORE = NoParams()
KEPT = timedelta(days=180)
"""How long people find on the page what they were told."""


def notify(
    *,
    person: Person,
    kind: str,
    about: int,
    reason: WhyTold,
    params: object = NOTHING_MORE,
    thread: Thread | None = None,
    comment: Comment | None = None,
) -> None:
    """Tell one person something that they need not follow to hear: by a row, and by an email at once if they take any.

    `kind` names a topic of some feature's manifest, `about` the row that its `read` takes. Where a thread is given, who
    may not read it is not told; what is out of sight when the mail would go is not mailed.
    """
    if thread is not None and not can_read(identity_of(person), thread):
        return
    now = clock.now()
    row = Notification(
        person=person,
        kind=kind,
        about=about,
        params=stored(params),
        thread_id=thread.id if thread else None,
        comment_id=comment.id if comment else None,
        reason=reason,
        created_at=now,
        mail_due_at=now,
    )
    db.session.add(row)
    db.session.flush()
    enqueue(TELL_PERSON, {"notification": row.id}, key=_once(row))


def notify_of_follow(
    *, follow: Follow, kind: str, about: int, at: datetime, params: object = NOTHING_MORE
) -> None:
    """Tell one person something new of what they follow that is about no one thread, such as a search.

    It is mailed as what came `at` that moment is, however late the worker found it.
    """
    due = {Frequency.DAILY: next_morning(at), Frequency.WEEKLY: next_monday(at), Frequency.AT_ONCE: at}
    row = Notification(
        person_id=follow.person_id,
        kind=kind,
        about=about,
        params=stored(params),
        reason=WhyTold.FOLLOW,
        follow_id=follow.id,
        created_at=clock.now(),
        mail_due_at=due.get(Frequency(follow.frequency)),
    )
    db.session.add(row)
    db.session.flush()
    if follow.frequency == Frequency.AT_ONCE:
        enqueue(TELL_PERSON, {"notification": row.id}, key=_once(row))
    elif row.mail_due_at is not None:
        plan_digests(next_morning(at))


def _once(row: Notification) -> str:
    """Return the key of the outbox row that mails a notification: a number may be given out twice."""
    return f"{TELL_PERSON}:{row.id}:{row.created_at:%Y%m%d%H%M%S}"


def notify_followers(
    *,
    thread: Thread,
    kind: str,
    about: int,
    params: object = NOTHING_MORE,
    comment: Comment | None = None,
    due_at: datetime | None = None,
) -> None:
    """Tell everybody who follows a thread, or something it is about, in one statement; nobody of what they did.

    Mails go by each follow's frequency, and not before `due_at`.
    """
    topic = topic_of(kind)
    news = topic.read(about) if topic else None
    if topic is None or news is None:
        return
    only = None if may_read(VISITOR, thread) else _follows_of_readers(thread)
    due_at = due_at or clock.now()
    comment_id = comment.id if comment else None
    its = (kind, about, stored(params), thread.id, comment_id, WhyTold.FOLLOW, clock.now())
    given: dict[str, Any] = {f"its_{name}": value for name, value in zip(_GIVEN, its, strict=True)}
    given |= {"by": news.by or 0, "since": news.since or due_at, "only": only or []}
    given |= _keys_of(thread, is_wide=topic.is_wide) | _dates(due_at)
    db.session.execute(_telling(is_restricted=only is not None), given)
    if is_to_mail_at_once(thread_id=thread.id, kind=kind, about=about, until=due_at):
        payload = {"thread": thread.id, "kind": kind, "about": about, "after": 0}
        enqueue(TELL_FOLLOWERS, payload, due_at=due_at)
    plan_digests(next_morning(due_at))


@cache
def _telling(*, is_restricted: bool) -> Insert:
    """Return the statement that writes one row for each follower, of all or of some follows; made once.

    Whoever had a mail about the thread today waits for the morning, so that a flood of events asks the worker for nothing.
    """
    followers, columns = select_followers().subquery(), Notification.__table__.c
    frequency = followers.c.frequency
    at_once = and_(frequency == Frequency.AT_ONCE, ~mailed_today(followers.c.person_id))
    told = select(
        followers.c.person_id,
        followers.c.follow_id,
        case(
            (at_once, _moment("now")),
            (frequency.in_([Frequency.AT_ONCE, Frequency.DAILY]), _moment("morning")),
            (frequency == Frequency.WEEKLY, _moment("monday")),
            else_=null(),
        ),
        *(bindparam(f"its_{name}", type_=columns[name].type) for name in _GIVEN),
    )
    if is_restricted:
        told = told.where(followers.c.follow_id.in_(bindparam("only", expanding=True)))
    return insert(_TABLE).from_select(["person_id", "follow_id", "mail_due_at", *_GIVEN], told)


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=Notification.__table__.c.mail_due_at.type)


def _dates(moment: datetime) -> dict[str, datetime]:
    """Return when something of that moment is mailed: now, in the morning, or on Monday; and when its day began."""
    return {
        "now": moment,
        "morning": next_morning(moment),
        "monday": next_monday(moment),
        "day": start_of_day(moment),
    }


def plan_digests(morning: datetime) -> None:
    """Have the digests of a morning sent; once for each, however often it is asked. Each plans the next."""
    with caused_by_no_one():
        enqueue(SEND_DIGESTS, {"after": 0}, due_at=morning, key=f"{SEND_DIGESTS}:{morning:%Y-%m-%d}")


def _keys_of(thread: Thread, *, is_wide: bool) -> dict[str, list[str]]:
    """Return what people may follow to hear of a thread: itself, and what it is about where that is told."""
    followables = list_followables()
    kinds = followables if is_wide else (FollowKind.THREAD,)
    keys = {kind: list(followables[kind].keys_of(thread)) for kind in kinds}
    return {f"keys_{kind}": keys.get(kind, []) for kind in FollowKind}


def _follows_of_readers(thread: Thread) -> list[int]:
    """Return the follows of those who may read a thread that not everybody may."""
    return [one.id for one in list_thread_followers(thread) if can_read(identity_of(one.person), thread)]


def mark_read(*, person: Person, together: int) -> None:
    """Record that somebody has read what they were told about one thread; a number below 0 is a row of its own."""
    is_it = Notification.thread_id == together if together > 0 else Notification.id == -together
    _mark_read(person, is_it)


def mark_all_read(*, person: Person, until: int) -> None:
    """Record that somebody has read everything up to a row, so that what came since stays unread."""
    _mark_read(person, Notification.id <= until)


def _mark_read(person: Person, which: ColumnElement[bool]) -> None:
    unread = update(Notification).where(Notification.person_id == person.id, Notification.read_at.is_(None))
    db.session.execute(unread.where(which).values(read_at=clock.now()))


def mail_by_choice(*, follow: Follow) -> None:
    """Have what waits to be mailed of a follow go as often as its person wants now."""
    waiting = update(Notification).where(
        Notification.follow_id == follow.id, Notification.mail_due_at.is_not(None)
    )
    now = clock.now()
    due = {
        Frequency.AT_ONCE: now,
        Frequency.DAILY: next_morning(now),
        Frequency.WEEKLY: next_monday(now),
    }
    db.session.execute(waiting.values(mail_due_at=due.get(Frequency(follow.frequency))))


def mail_no_more(*, follow: Follow) -> None:
    """Mail nothing of a follow that ends; what was told stays on the page."""
    of_it = update(Notification).where(Notification.follow_id == follow.id)
    db.session.execute(of_it.values(mail_due_at=None, follow_id=None))


def mark_mailed(*, person: Person, now: datetime, without: frozenset[int], is_mailed: bool) -> None:
    """Record that a person's digest was written, or that there is nothing to write; what waits for tomorrow waits on."""
    postponed = update(Notification).where(
        Notification.person_id == person.id,
        Notification.mail_due_at <= now,
        Notification.thread_id.in_(without),
    )
    due = update(Notification).where(is_due(person, now, without))
    db.session.execute(postponed.values(mail_due_at=next_morning(now)))
    db.session.execute(due.values(mail_due_at=None, mailed_at=now if is_mailed else None))


def forget_old() -> None:
    """Forget what was told long ago: what it was about is still where it was."""
    db.session.execute(delete(Notification).where(Notification.created_at < clock.now() - KEPT))


def stop_digests(*, person: Person) -> None:
    """Send a person no more mails about what they follow; they go on being told on the site."""
    theirs = update(Follow).where(Follow.person_id == person.id, Follow.frequency != Frequency.ONLY_HERE)
    db.session.execute(theirs.values(frequency=Frequency.ONLY_HERE))
    waiting = update(Notification).where(
        Notification.person_id == person.id, Notification.follow_id.is_not(None)
    )
    db.session.execute(waiting.values(mail_due_at=None))


def stop_all_mails(*, person: Person) -> None:
    """Stop all mails but those that a person asks for, such as sign-in links."""
    person.wants_mail = False
    db.session.flush()
