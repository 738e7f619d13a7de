"""What moderators and administrators do; every act is written down."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock, dead_letters, restored_mails
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import OutboxRow
from forum.moderation.models import ModerationAct, Report
from forum.threads.actions import tags
from forum.threads.events import ThreadHiddenOrShown
from forum.threads.models import Comment, Tag, Thread
from forum.threads.reindex import enqueue_reindex


def report_post(*, thread: Thread, comment: Comment | None, person: Person, reason: str) -> Report:
    """Ask the moderators to look at a thread or at one comment in it."""
    report = Report(
        thread_id=thread.id,
        comment_id=comment.id if comment else None,
        person_id=person.id,
        reason=reason,
        created_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    return report


def settle_report(*, report: Report, person: Person, note: str) -> None:
    """Say that a report was looked at."""
    if report.settled_at is None:
        report.settled_at = clock.now()
        _write_down(person, "settle_report", f"report:{report.id}", note)


def hide_post(*, post: Thread | Comment, person: Person, reason: str) -> None:
    """Take a post out of sight of all but its author and moderators."""
    if post.hidden_at is None:
        post.hidden_at = clock.now()
        _index(post)
        _write_down(person, "hide", _name(post), reason)


def show_post(*, post: Thread | Comment, person: Person, reason: str) -> None:
    """Let a hidden post be seen again."""
    if post.hidden_at is not None:
        post.hidden_at = None
        _index(post)
        _write_down(person, "show", _name(post), reason)


def lock_thread(*, thread: Thread, person: Person, reason: str) -> None:
    """Close a thread to new comments."""
    if thread.locked_at is None:
        thread.locked_at = clock.now()
        _write_down(person, "lock", _name(thread), reason)


def unlock_thread(*, thread: Thread, person: Person, reason: str) -> None:
    """Open a thread to comments again."""
    if thread.locked_at is not None:
        thread.locked_at = None
        _write_down(person, "unlock", _name(thread), reason)


def join_tags(*, tag: Tag, of: Tag, person: Person) -> None:
    """Have one tag mean another. Raises ValueError for a circle."""
    tags.make_synonym(tag=tag, of=of)
    _write_down(person, "join_tags", f"tag:{tag.name}", of.name)


def part_tags(*, tag: Tag, person: Person) -> None:
    """Let a tag mean itself again."""
    tags.end_synonym(tag=tag)
    _write_down(person, "part_tags", f"tag:{tag.name}", "")


def retry_dead_letter(*, row: OutboxRow, person: Person) -> None:
    """Give work that failed too often another set of attempts."""
    dead_letters.retry_dead(row)
    _write_down(person, "retry", f"outbox:{row.id}", row.kind)


def retry_all_dead_letters(*, person: Person) -> int:
    """Give all work that failed too often another set of attempts; returns how much there was."""
    number = dead_letters.retry_all_dead()
    _write_down(person, "retry_all", "outbox", str(number))
    return number


def discard_dead_letter(*, row: OutboxRow, person: Person) -> None:
    """Never try this work again."""
    dead_letters.discard_dead(row)
    _write_down(person, "discard", f"outbox:{row.id}", row.kind)


def discard_all_dead_letters(*, person: Person) -> int:
    """Never try any of the work that failed again; returns how much there was."""
    number = dead_letters.discard_all_dead()
    _write_down(person, "discard_all", "outbox", str(number))
    return number


def send_restored_mails(*, person: Person) -> int:
    """Send the mails that a restore set aside, and trust this site with its mails again; returns their number."""
    number = restored_mails.send_set_aside()
    _write_down(person, "send_restored", "outbox", str(number))
    return number


def discard_restored_mails(*, person: Person) -> int:
    """Never send the mails that a restore set aside; returns their number."""
    number = restored_mails.discard_set_aside()
    _write_down(person, "discard_restored", "outbox", str(number))
    return number


def _index(post: Thread | Comment) -> None:
    """Have the index forget or find it again, and for a thread its comments too."""
    post.version += 1
    enqueue_reindex(_name(post))
    if isinstance(post, Thread):
        enqueue_reindex(f"comments-of:{post.id}")
        db.session.flush()
        send(ThreadHiddenOrShown(thread=post))


def _name(post: Thread | Comment) -> str:
    return f"{'thread' if isinstance(post, Thread) else 'comment'}:{post.id}"


def _write_down(person: Person, verb: str, thing: str, reason: str) -> None:
    db.session.add(
        ModerationAct(person_id=person.id, verb=verb, thing=thing, reason=reason, created_at=clock.now())
    )
    db.session.flush()
