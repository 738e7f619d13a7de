"""Who may read a thread or a comment, know who wrote it and know its ward: each rule in its three shapes, side by side.

A shape for one row (`may_read`, `may_read_comment`, `may_know_author`, `known_area`), one for a query (`readable`,
`area_known`), and one for the search index (`readers_of`, `readers_of_comment`, `public_area_id`). A test draws people and threads and holds them together.
"""

from __future__ import annotations

from flask import g
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from forum.core.db import db
from forum.core.settings import settings
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Area
from forum.groups.models import Group
from forum.groups.queries import LISTED
from forum.search.documents import PUBLIC
from forum.threads.models import Comment, Tag, Thread, ThreadTag
from forum.web.audit_notes import note_seen

STAFF = "staff"


# Who may read it.


def may_read(identity: Identity, thread: Thread, *, is_affected: bool = False) -> bool:
    """Public ones: everybody. Council-only ones: its officers, moderators, the author and those affected.

    What a moderator hid, and what waits for one: its author and moderators.
    """
    if not thread.is_in_sight:
        return identity.is_moderator or _is_author(identity, thread)
    if not thread.is_council_only:
        return True
    is_party = is_affected or _is_author(identity, thread)
    return is_party or identity.is_moderator or identity.is_officer_of(thread.council_id)


def readable(identity: Identity) -> ColumnElement[bool]:
    """Restrict a query on Thread to what this reader may read in lists; the same rule as `may_read`.

    Council-only threads that somebody is affected by are reached by their address, not in lists.
    """
    if identity.is_moderator:
        return true()
    shown = and_(Thread.is_in_sight, ~Thread.is_council_only)
    ways = [shown]
    if identity.officer_of:
        ways.append(and_(Thread.is_in_sight, Thread.council_id.in_(sorted(identity.officer_of))))
    if identity.person_id is not None:
        ways.append(Thread.author_id == identity.person_id)
    return or_(*ways)


def comment_shown() -> ColumnElement[bool]:
    """Restrict a query on Comment to those that are in sight."""
    return and_(Comment.deleted_at.is_(None), Comment.is_in_sight)


def on_readable_thread(identity: Identity) -> ColumnElement[bool]:
    """Restrict a query on Tag to those that a thread carries which this reader may read in lists."""
    carries = select(ThreadTag.tag_id).join(Thread, Thread.id == ThreadTag.thread_id)
    return carries.where(ThreadTag.tag_id == Tag.id, readable(identity)).exists()


def readers_of(thread: Thread) -> frozenset[str]:
    """Return who may find a thread, as tokens that `reader_tokens` gives people."""
    own = {STAFF, f"person:{thread.author_id}"}
    if not thread.is_in_sight:
        return frozenset(own)
    if not thread.is_council_only:
        return frozenset({PUBLIC})
    return frozenset(own | ({f"council:{thread.council_id}"} if thread.council_id else set()))


def reader_tokens(identity: Identity) -> frozenset[str]:
    """Return the tokens by which somebody finds documents."""
    tokens = {PUBLIC} | {f"council:{number}" for number in identity.officer_of}
    if identity.person_id is not None:
        tokens.add(f"person:{identity.person_id}")
    if identity.is_moderator:
        tokens.add(STAFF)
    return frozenset(tokens)


def was_hidden_from(identity: Identity, thread: Thread) -> bool:
    """Return whether a moderator hid what this reader knew of as an officer: they are told so, and read no word of it."""
    return (
        thread.hidden_at is not None and thread.held_at is None and identity.is_officer_of(thread.council_id)
    )


# Who may read a comment under a thread that they may read.


def may_read_comment(identity: Identity, comment: Comment) -> bool:
    """What waits for a moderator: its author and moderators. The words of a hidden one: moderators."""
    if identity.is_moderator or comment.is_in_sight:
        return True
    own = identity.person_id is not None and identity.person_id == comment.author_id
    return own and comment.hidden_at is None


def comments_placed(identity: Identity) -> ColumnElement[bool]:
    """Restrict a query on Comment to those that have a place under their thread for this reader.

    A hidden one keeps its place, without its words; one that waits for a moderator has none yet for others.
    """
    if identity.is_moderator:
        return true()
    in_place = Comment.held_at.is_(None)
    return in_place if identity.person_id is None else or_(in_place, Comment.author_id == identity.person_id)


def readers_of_comment(comment: Comment) -> frozenset[str]:
    """Return who may find a comment: those who may read its thread and its words."""
    of_thread = readers_of(comment.thread)
    if comment.is_in_sight:
        return of_thread
    own = f"person:{comment.author_id}"
    reads_own = comment.hidden_at is None and (PUBLIC in of_thread or own in of_thread)
    return frozenset({STAFF, own} if reads_own else {STAFF})


# Who may know whose it is.


def may_know_author(identity: Identity, thread: Thread) -> bool:
    """A name that was asked to be hidden is for the author and for moderators, not for the council.

    Who asks is about to show it: that a moderator sees such a name is noted for the audit log.
    """
    if not thread.is_nameless or _is_author(identity, thread):
        return True
    if identity.is_moderator:
        note_name_seen(identity, thread)
    return identity.is_moderator


def note_name_seen(identity: Identity, thread: Thread) -> None:
    """Note for the audit log that a moderator sees a name in a thread which is hidden from others."""
    person = identity.person
    if person is not None and identity.is_moderator:
        note_seen("names_seen", role=person.role, person_id=person.id, thing=f"thread:{thread.id}")


def _knows_author(identity: Identity, thread: Thread) -> bool:
    """Decide the same where no name is about to be shown."""
    return not thread.is_nameless or _is_author(identity, thread) or identity.is_moderator


# Who may know its ward: where few groups are, the ward is as good as the name.


def area_known(identity: Identity) -> ColumnElement[bool]:
    """Restrict a query on Thread to those whose ward this reader may know; the same rule as `known_area`.

    Every list and every count that is narrowed by a ward needs it: that a thread is in the list says its ward.
    """
    if identity.is_moderator:
        return true()
    ways = [~Thread.is_nameless]
    ways += [_area_known_to_officers(number) for number in sorted(identity.officer_of)]
    if identity.person_id is not None:
        ways.append(Thread.author_id == identity.person_id)
    return or_(*ways)


def area_known_to_council(council_id: int) -> ColumnElement[bool]:
    """Restrict a query on Thread to those whose ward every officer of this council may know."""
    return or_(~Thread.is_nameless, _area_known_to_officers(council_id))


def public_area_id(thread: Thread) -> int | None:
    """Return the ward that a search document carries: facets and filters show it to every reader alike."""
    return thread.area_id if may_know_author(VISITOR, thread) else None


def known_area(identity: Identity, thread: Thread) -> Area | None:
    """Return a thread's ward as this reader may know it. Groups are counted once a request, and only for officers."""
    if thread.area_id is None or _knows_author(identity, thread):
        return thread.area
    if not identity.is_officer_of(thread.council_id):
        return None
    return thread.area if thread.area_id in known_areas_of(thread.council_id or 0) else None


def known_areas_of(council_id: int) -> frozenset[int]:
    """Return the wards of a council with enough groups that its officers may know them of nameless reports."""
    if "known_areas" not in g:
        g.known_areas = {}
    known: dict[int, frozenset[int]] = g.known_areas
    if council_id not in known:
        known[council_id] = frozenset(db.session.scalars(_areas_with_enough_groups(council_id)))
    return known[council_id]


def count_groups_by_area(council_id: int) -> dict[int, int]:
    """Count the groups in each ward of a council that has any, for whoever is about to choose one.

    Only those in the directory, here and where wards are known: others may not be told of by a number, and hide nobody.
    """
    counted = select(Area.id, func.count(Group.id)).join(Group, Group.area_id == Area.id)
    rows = db.session.execute(counted.where(Area.council_id == council_id, LISTED).group_by(Area.id))
    return dict(rows.tuples().all())


def _areas_with_enough_groups(council_id: int) -> Select[tuple[int]]:
    return (
        select(Area.id)
        .join(Group, Group.area_id == Area.id)
        .where(Area.council_id == council_id, LISTED)
        .group_by(Area.id)
        .having(func.count(Group.id) >= settings().ward_minimum_groups)
    )


def _area_known_to_officers(council_id: int) -> ColumnElement[bool]:
    enough = _areas_with_enough_groups(council_id)
    return and_(Thread.council_id == council_id, Thread.area_id.in_(enough))


def _is_author(identity: Identity, thread: Thread) -> bool:
    return identity.person_id is not None and identity.person_id == thread.author_id
