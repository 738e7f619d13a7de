"""Changing a title, and removing a part of what somebody wrote."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core.db import db
from forum.moderation.actions.records import write_decision
from forum.moderation.models import FORMER_TITLE, NEW_TITLE, ModerationAct, RemovedWords
from forum.moderation.queries.decisions import list_removed_words
from forum.moderation.reasons import GivenReason
from forum.moderation.things import Post, thread_of
from forum.moderation.vocabulary import Verb
from forum.threads.actions.rewording import RemovedPart, put_words_back, remove_words, retitle
from forum.threads.models import Thread


def change_title(
    *, thread: Thread, title: str, person: Person, reason: GivenReason, undoes: ModerationAct | None = None
) -> ModerationAct | None:
    """Give a thread another title; its author's words stay as they are.

    The former title is theirs too, and may be what nobody should read: it is kept apart from the log (RemovedWords).
    """
    was = thread.title
    if title == was:
        return None
    retitle(thread=thread, title=title)
    act = write_decision(
        verb=Verb.RETITLE, about=thread, by=person, reason=reason, undoes=undoes, tells=undoes is None
    )
    titles = {FORMER_TITLE: was, NEW_TITLE: title}
    db.session.add_all(RemovedWords(act_id=act.id, place=place, was=one) for place, one in titles.items())
    db.session.flush()
    return act


def redact(*, post: Post, words: str, person: Person, reason: GivenReason) -> ModerationAct | None:
    """Remove words from a post and from whatever else under its thread says them: earlier versions, quotations.

    What each place said is kept for moderators and for an appeal (RemovedWords), apart from the log, which is for good.
    """
    thread = thread_of(post)
    removed = remove_words(thread=thread, words=words) if thread else []
    if not removed:
        return None
    number = {"number": len(removed)}
    act = write_decision(verb=Verb.REDACT, about=post, by=person, reason=reason, details=number, seen=number)
    db.session.add_all(RemovedWords(act_id=act.id, place=part.place, was=part.was) for part in removed)
    db.session.flush()
    return act


def restore_words(
    *, act: ModerationAct, post: Post, person: Person, reason: GivenReason
) -> ModerationAct | None:
    """Put back what a decision removed, wherever nobody has written something else since."""
    thread = thread_of(post)
    parts = [RemovedPart(row.place, row.was) for row in list_removed_words(act)]
    number = put_words_back(thread=thread, parts=parts) if thread else 0
    if not number:
        return None
    seen = {"number": number}
    return write_decision(
        verb=Verb.RESTORE_WORDS, about=post, by=person, reason=reason, undoes=act, details=seen, seen=seen, tells=False
    )  # fmt: skip
