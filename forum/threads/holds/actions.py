"""Holding posts, letting them through, refusing them, and undoing that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, exists, update

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import change_rows, db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.core.settings import settings
from forum.groups.actions import list_group
from forum.threads.actions.counters import count_comment
from forum.threads.events import ThreadHiddenOrShown, ThreadPosted
from forum.threads.holds.models import HeldPost, Hold, ListedWord, PostTrace, Settlement, Verdict
from forum.threads.holds.queries import (
    find_hold,
    get_post,
    is_new_person,
    list_holds_of_settlement,
    list_traced,
    numbers_of,
    waves_with,
)
from forum.threads.holds.rules import Reason
from forum.threads.kinds import kind_of
from forum.threads.models import Comment, HeldStatement, Thread
from forum.threads.reindex import enqueue_reindex

ANNOUNCE = "announce_post"
TELL_AUTHORS = "tell_let_through"


def announce(post: HeldPost) -> None:
    """Tell whoever listens that a post is there for all to read; a statement is only then said, and a group only then listed."""
    if isinstance(post, HeldStatement):
        post.said_at = clock.now()
        kind_of(post.thread).say(post)
        return
    if isinstance(post, Comment):
        events = kind_of(post.thread).comment_events(post.thread, post)
    else:
        events = (*kind_of(post).published_events(post), ThreadPosted(thread=post))
        list_group(None if post.is_nameless else post.group)
    for event in events:
        send(event)


def announce_later(post: HeldPost, waits: timedelta) -> None:
    """Tell of a post after a while, unless it is called back before."""
    numbers = numbers_of(post)
    about = {"thread": numbers.thread_id, "comment": numbers.comment_id, "statement": numbers.statement_id}
    enqueue(ANNOUNCE, about, due_at=clock.now() + waits)


def hold_post(
    *,
    post: HeldPost,
    reasons: Sequence[Reason],
    network: str,
    keys: Sequence[str],
    was_public: bool = False,
    was_announced: bool = False,
) -> Hold:
    """Take a post out of sight of all but its author and moderators until one of these decides."""
    if was_public and isinstance(post, Comment):
        count_comment(thread=post.thread, by=-1)
    hold = Hold(
        **numbers_of(post)._asdict(),
        person_id=post.author_id,
        reasons=list(reasons),
        network=network,
        was_announced=was_announced,
        created_at=clock.now(),
    )
    db.session.add(hold)
    db.session.flush()
    _join_wave(hold, keys)
    post.held_at = hold.created_at
    take_back(post)
    _follow_up(post)
    return hold


def call_back(*, keys: Sequence[str], reasons: Sequence[Reason], besides: HeldPost) -> None:
    """Hold the earlier posts of a wave, which only its third post showed to be one; those that wait wait for that too."""
    now = clock.now()
    for trace in list_traced(keys, since=now - settings().wave_window):
        post = get_post(trace.thread_id, trace.comment_id, trace.statement_id)
        if post is None or post is besides:
            continue
        hold = find_hold(post)
        if hold is not None and hold.settled_at is None:
            known = {one["code"] for one in hold.reasons}
            hold.reasons = [*hold.reasons, *(one for one in reasons if one["code"] not in known)]
        elif hold is None and stands(post) and is_new_person(post.author):
            told = trace.announced_at <= now and not isinstance(post, HeldStatement)
            hold_post(post=post, reasons=reasons, network="", keys=keys, was_public=True, was_announced=told)


def let_through(*, holds: Sequence[Hold], moderator: Person, reason: str = "") -> Settlement:
    """Let posts through: others see them and hear of them from now on, with the time at which they were written."""
    settlement = _settle(holds, moderator, Verdict.LET_THROUGH, reason)
    for hold in holds:
        post = hold.post
        post.held_at = None
        if isinstance(post, Comment) and post.deleted_at is None:
            count_comment(thread=post.thread, by=1)
        hold.thread.last_activity_at = clock.now()
        _follow_up(post)
        if not hold.was_announced:
            announce(post)
        hold.was_announced = True
    enqueue(TELL_AUTHORS, {"settlement": settlement.id})
    return settlement


def refuse(*, holds: Sequence[Hold], moderator: Person, reason: str) -> Settlement:
    """Refuse posts: they stay out of sight, and their authors can still read and copy them."""
    return _settle(holds, moderator, Verdict.REFUSED, reason)


def undo_settlement(*, settlement: Settlement) -> None:
    """Have the posts of one press wait again."""
    settlement.undone_at = clock.now()
    for hold in list_holds_of_settlement(settlement):
        hold.settled_at = hold.verdict = hold.settlement_id = None
        post = hold.post
        if post.held_at is None:
            post.held_at = settlement.undone_at
            if isinstance(post, Comment) and post.deleted_at is None:
                count_comment(thread=post.thread, by=-1)
            take_back(post)
            hold.was_announced = hold.was_announced and not isinstance(post, HeldStatement)
            _follow_up(post)
    db.session.flush()


def list_word(*, phrase: str, by: Person) -> ListedWord:
    """Have posts with this word or phrase (normalised) wait for a moderator from now on."""
    word = ListedWord(phrase=phrase, added_by_id=by.id, created_at=clock.now())
    db.session.add(word)
    db.session.flush()
    return word


def unlist_word(*, word: ListedWord) -> None:
    """Take a word off the list."""
    db.session.delete(word)
    db.session.flush()


def forget_networks() -> int:
    """Forget from which networks people posted, and by which keys posts are alike; returns in how many rows."""
    before = clock.now() - settings().networks_kept
    said = (HeldStatement.created_at < before, HeldStatement.said_at < before)
    forgotten = (
        delete(PostTrace).where(PostTrace.created_at < before),
        delete(HeldStatement).where(*said, ~exists().where(Hold.statement_id == HeldStatement.id)),
        update(Hold).where(Hold.created_at < before, Hold.network != "").values(network=""),
    )
    return sum(change_rows(one) for one in forgotten)


def _settle(holds: Sequence[Hold], moderator: Person, verdict: Verdict, reason: str) -> Settlement:
    settlement = Settlement(
        moderator_id=moderator.id,
        verdict=verdict,
        reason=reason,
        suspended_ids=[],
        number_of_posts=len(holds),
        created_at=clock.now(),
    )
    db.session.add(settlement)
    db.session.flush()
    for hold in holds:
        hold.settled_at, hold.verdict, hold.settlement_id = settlement.created_at, verdict, settlement.id
    db.session.flush()
    return settlement


def _join_wave(hold: Hold, keys: Sequence[str]) -> None:
    """Put a hold into the wave that it shares a key with; where it joins two, they become one."""
    waves = waves_with(keys, since=clock.now() - settings().wave_window) if keys else []
    hold.wave_id = waves[0] if waves else hold.id
    if waves[1:]:
        db.session.execute(update(Hold).where(Hold.wave_id.in_(waves[1:])).values(wave_id=waves[0]))
    db.session.flush()


def take_back(post: HeldPost) -> None:
    """Take back a statement that was said; posts go out of sight by themselves."""
    if isinstance(post, HeldStatement) and post.said_at is not None:
        post.said_at = None
        kind_of(post.thread).take_back(post)


def stands(post: HeldPost) -> bool:
    """Return whether nothing keeps a post from being read, now or in a few minutes."""
    return post.held_at is None if isinstance(post, HeldStatement) else post.is_in_sight


def _follow_up(post: HeldPost) -> None:
    """Have the index, and what counts threads, follow; what a statement changes follows it by itself."""
    if isinstance(post, HeldStatement):
        db.session.flush()
        return
    post.version += 1
    db.session.flush()
    enqueue_reindex(_name(post))
    if isinstance(post, Thread):
        enqueue_reindex(f"comments-of:{post.id}")
        send(ThreadHiddenOrShown(thread=post))


def _name(post: Thread | Comment) -> str:
    return f"{'thread' if isinstance(post, Thread) else 'comment'}:{post.id}"
