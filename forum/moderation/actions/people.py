"""What moderators decide about a person: no posting for a term, and everything since a moment out of sight at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.accounts.actions import end_posting_suspension, suspend_from_posting
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.moderation.actions.posts import tell_of_sight
from forum.moderation.actions.records import write_decision
from forum.moderation.models import HiddenTogether, ModerationAct
from forum.moderation.queries.people import list_hidden_together, list_posts_since
from forum.moderation.reasons import GivenReason
from forum.moderation.things import name_of
from forum.moderation.vocabulary import Verb


def suspend_author(*, author: Person, by: Person, reason: GivenReason, days: int) -> ModerationAct:
    """Suspend somebody from posting for some days; they are told why, read on, and may appeal. It ends by the clock."""
    until = clock.now() + timedelta(days=days)
    suspend_from_posting(person=author, until=until)
    details = {"until": until.isoformat(), "days": days}
    return write_decision(
        verb=Verb.SUSPEND, about=author, by=by, reason=reason, details=details, seen={"days": days}
    )


def end_suspension(
    *, author: Person, by: Person, reason: GivenReason, undoes: ModerationAct | None = None
) -> ModerationAct | None:
    """Let somebody post again before their time is over."""
    if not author.is_suspended_from_posting:
        return None
    end_posting_suspension(person=author)
    return write_decision(
        verb=Verb.END_SUSPENSION, about=author, by=by, reason=reason, undoes=undoes, tells=undoes is None
    )


def hide_everything_since(
    *, author: Person, since: datetime, by: Person, reason: GivenReason
) -> ModerationAct | None:
    """Hide everything that somebody posted since a moment and that is not hidden yet, in one press."""
    posts = list_posts_since(author, since)
    if not posts:
        return None
    now = clock.now()
    for post in posts:
        post.hidden_at = now
        tell_of_sight(post)
    act = write_decision(
        verb=Verb.HIDE_SINCE,
        about=author,
        by=by,
        reason=reason,
        details={"since": since.isoformat(), "number": len(posts)},
        seen={"since": since.isoformat(), "number": len(posts)},
    )
    db.session.add_all(HiddenTogether(act_id=act.id, thing=name_of(post)) for post in posts)
    db.session.flush()
    return act


def show_what_was_hidden_together(
    *, act: ModerationAct, by: Person, reason: GivenReason, tells: bool = True
) -> ModerationAct | None:
    """Undo such a press: show what it hid, but nothing that was hidden before it or by another decision after it."""
    author = act.author
    undone = select(ModerationAct.id).where(ModerationAct.undoes_id == act.id).limit(1)
    if author is None or act.verb != Verb.HIDE_SINCE or db.session.scalar(undone) is not None:
        return None
    posts = list_hidden_together(act)
    for post in posts:
        post.hidden_at = None
        tell_of_sight(post)
    number = {"number": len(posts)}
    return write_decision(
        verb=Verb.SHOW_SINCE, about=author, by=by, reason=reason, undoes=act, details=number, seen=number, tells=tells
    )  # fmt: skip
