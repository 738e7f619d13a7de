"""Moving a thread, making one of two, and splitting comments off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.accounts.actions import find_or_make_system_person
from forum.accounts.models import Person
from forum.core import clock
from forum.core.urls import with_host
from forum.councils.models import Council, Department
from forum.follows.actions import follow
from forum.follows.models import FollowKind
from forum.follows.queries import list_followers_to_pass
from forum.moderation.actions.posts import tell_of_sight
from forum.moderation.actions.records import write_decision
from forum.moderation.models import ModerationAct
from forum.moderation.queries.posts import get_comments, list_comments_of
from forum.moderation.reasons import GivenReason
from forum.moderation.things import name_of
from forum.moderation.vocabulary import Verb
from forum.threads.actions.rearranging import move_comments, move_thread
from forum.threads.kinds import SplitOff, kind_of, list_kinds, path_of
from forum.threads.models import Comment, Thread

MODERATORS = "moderators"
SPLIT_WORDS = (
    "These comments were first under [{title}]({address}). A moderator gave them a page of their own."
)


class PlaceRefusedError(ValueError):
    """Posts that cannot be put where they were to go; its message says why."""


def move(
    *,
    thread: Thread,
    council: Council | None,
    department: Department | None,
    person: Person,
    reason: GivenReason,
    undoes: ModerationAct | None = None,
) -> ModerationAct:
    """Give a thread to another council or department. Raises PlaceRefusedError where its kind refuses."""
    problem = kind_of(thread).why_not_moved(thread)
    if problem:
        raise PlaceRefusedError(problem)
    was, was_in = thread.council_id, getattr(thread, "department_id", None)
    move_thread(thread=thread, council=council, department=department, by=person)
    details = {
        "was": was, "became": council.id if council else None, "was_in": was_in,
        "became_in": department.id if department else None,
    }  # fmt: skip
    return write_decision(
        verb=Verb.MOVE, about=thread, by=person, reason=reason, undoes=undoes, details=details, seen=details, tells=undoes is None
    )  # fmt: skip


def merge(*, thread: Thread, main: Thread, person: Person, reason: GivenReason) -> ModerationAct:
    """Make one of two threads of the same kind: comments and followers go to the other, and its address leads there.

    Raises PlaceRefusedError, or a ValueError of the kind, which has its own way where every voice must stay by itself.
    """
    _refuse_merge(thread, main)
    details: dict[str, Any] = {"into": main.id}
    if not kind_of(thread).merge(thread, main, person):
        comments = list_comments_of(thread)
        move_comments(comments=comments, to=main)
        for one in list_followers_to_pass(kind=FollowKind.THREAD, key=str(thread.id)):
            follow(thread=main, person=one.person)
        thread.hidden_at = clock.now()
        tell_of_sight(thread)
        details |= {"comments": [comment.id for comment in comments]}
    return write_decision(
        verb=Verb.MERGE, about=thread, by=person, reason=reason, details=details, seen={"into": name_of(main)}
    )


def unmerge(*, act: ModerationAct, thread: Thread, person: Person, reason: GivenReason) -> ModerationAct:
    """Make two threads of one again, each with the comments that it had."""
    if not kind_of(thread).unmerge(thread, person):
        move_comments(comments=get_comments(act.details.get("comments", [])), to=thread)
        thread.hidden_at = None
        tell_of_sight(thread)
    return write_decision(verb=Verb.UNMERGE, about=thread, by=person, reason=reason, undoes=act, tells=False)


def split_off(
    *, thread: Thread, comments: Sequence[Comment], title: str, person: Person, reason: GivenReason
) -> Thread:
    """Give some comments of a thread a page of their own; each of their authors is told. Raises PlaceRefusedError."""
    _refuse_split(thread, comments)
    body = SPLIT_WORDS.format(title=thread.title, address=with_host(path_of(thread)))
    by = find_or_make_system_person(key=MODERATORS, name="The moderators")
    wanted = SplitOff(title=title, body=body, author=by, left=thread)
    opened: Thread | None = next(
        filter(None, (kind.open_for_comments(wanted) for kind in list_kinds())), None
    )
    if opened is None:
        raise PlaceRefusedError("No kind of page here can hold these comments.")
    move_comments(comments=comments, to=opened)
    told: set[int] = set()
    for comment in comments:
        details = {"from": thread.id, "to": opened.id, "comments": [comment.id]}
        tells = comment.author_id not in told
        told.add(comment.author_id)
        write_decision(
            verb=Verb.SPLIT, about=comment, by=person, reason=reason, details=details, seen=details, tells=tells
        )  # fmt: skip
    return opened


def put_comments_back(
    *, act: ModerationAct, thread: Thread, person: Person, reason: GivenReason
) -> ModerationAct | None:
    """Put a comment that was split off back under the thread that it left."""
    comments = get_comments(act.details.get("comments", []))
    if not comments:
        return None
    move_comments(comments=comments, to=thread)
    return write_decision(
        verb=Verb.UNMERGE, about=comments[0], by=person, reason=reason, undoes=act, tells=False
    )


def _refuse_merge(thread: Thread, main: Thread) -> None:
    reasons = (
        (thread.id == main.id, "Choose another one, not the same."),
        (thread.kind != main.kind, "Only two of the same kind can be merged."),
        (not thread.is_in_sight or not main.is_in_sight, "One of them is hidden."),
        (_has_hidden_names(thread), "Someone in it asked not to be named: its comments cannot go elsewhere."),
        (main.visibility != thread.visibility, "Not everyone who can read one of them can read the other."),
    )
    _refuse(reasons)


def _refuse_split(thread: Thread, comments: Sequence[Comment]) -> None:
    reasons = (
        (not comments, "Choose at least one comment."),
        (any(one.thread_id != thread.id for one in comments), "All of them must be under this page."),
        (
            thread.is_nameless or _has_hidden_names(thread),
            "Someone here asked not to be named: these comments cannot go elsewhere.",
        ),
    )
    _refuse(reasons)


def _refuse(reasons: Sequence[tuple[bool, str]]) -> None:
    problem = next((words for is_so, words in reasons if is_so), "")
    if problem:
        raise PlaceRefusedError(problem)


def _has_hidden_names(thread: Thread) -> bool:
    """Return whether somebody is unnamed under a thread whose comments would move to another; kinds with their own way decide."""
    return bool(kind_of(thread).hidden_people(thread)) and not kind_of(thread).keeps_voices_apart
