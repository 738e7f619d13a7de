"""Undoing a decision: each kind has its own way back."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.models import Person
from forum.moderation.actions.holds import publish_after_all
from forum.moderation.actions.people import end_suspension, show_what_was_hidden_together
from forum.moderation.actions.places import move, put_comments_back, unmerge
from forum.moderation.actions.posts import show_post, unlock_thread
from forum.moderation.actions.words import change_title, restore_words
from forum.moderation.models import FORMER_TITLE, NEW_TITLE, ModerationAct
from forum.moderation.queries.decisions import list_removed_words
from forum.moderation.queries.posts import get_place
from forum.moderation.reasons import GivenReason
from forum.moderation.things import find_thing
from forum.moderation.vocabulary import Verb
from forum.threads.kinds import kind_of
from forum.threads.models import Comment, Thread


def undo(*, act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    """Undo a decision, as far as nothing has followed it; whoever it is about hears it from the answer to their appeal."""
    return _WAYS[Verb(act.verb)](act, by, reason)


def _show(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    post = find_thing(act.thing)
    if not isinstance(post, Thread | Comment):
        return None
    return show_post(post=post, person=by, reason=reason, undoes=act)


def _unlock(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    thread = find_thing(act.thing)
    if not isinstance(thread, Thread):
        return None
    return unlock_thread(thread=thread, person=by, reason=reason, undoes=act)


def _lift(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    author = act.author
    return None if author is None else end_suspension(author=author, by=by, reason=reason, undoes=act)


def _show_together(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    return show_what_was_hidden_together(act=act, by=by, reason=reason, tells=False)


def _publish_after_all(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    return publish_after_all(act=act, by=by, reason=reason)


def _title(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    thread = find_thing(act.thing)
    titles = {row.place: row.was for row in list_removed_words(act)}
    if not isinstance(thread, Thread) or thread.title != titles.get(NEW_TITLE):
        return None
    return change_title(thread=thread, title=titles[FORMER_TITLE], person=by, reason=reason, undoes=act)


def _words(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    post = find_thing(act.thing)
    if not isinstance(post, Thread | Comment):
        return None
    return restore_words(act=act, post=post, person=by, reason=reason)


def _place(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    thread = find_thing(act.thing)
    if not isinstance(thread, Thread) or kind_of(thread).why_not_moved(thread):
        return None
    council, department = get_place(act.details["was"], act.details["was_in"])
    return move(thread=thread, council=council, department=department, person=by, reason=reason, undoes=act)


def _part(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    thread = find_thing(act.thing)
    return unmerge(act=act, thread=thread, person=by, reason=reason) if isinstance(thread, Thread) else None


def _join(act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    thread = find_thing(f"thread:{act.details['from']}")
    if not isinstance(thread, Thread):
        return None
    return put_comments_back(act=act, thread=thread, person=by, reason=reason)


_WAYS: dict[Verb, Callable[[ModerationAct, Person, GivenReason], ModerationAct | None]] = {
    Verb.HIDE: _show,
    Verb.LOCK: _unlock,
    Verb.SUSPEND: _lift,
    Verb.HIDE_SINCE: _show_together,
    Verb.REFUSE: _publish_after_all,
    Verb.RETITLE: _title,
    Verb.REDACT: _words,
    Verb.MOVE: _place,
    Verb.MERGE: _part,
    Verb.SPLIT: _join,
}
