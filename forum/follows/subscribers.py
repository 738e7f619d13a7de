"""What becomes of follows when what is followed passes into something else."""

from __future__ import annotations

from forum.core.db import db
from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.follows.actions import end_follow, follow_subject
from forum.follows.models import FollowKind
from forum.follows.queries import list_followers_to_pass
from forum.groups.events import GroupsJoined


def register() -> None:
    """Listen to councils that close, and to groups that become one."""
    subscribe(CouncilReplaced, pass_council_followers)
    subscribe(GroupsJoined, pass_group_followers)


def pass_council_followers(event: CouncilReplaced) -> None:
    """Who followed a council follows those that took its place, as often."""
    successors = [str(part.successor.id) for part in event.parts]
    event.moved["follower"] += _pass(FollowKind.COUNCIL, str(event.council.id), successors)


def pass_group_followers(event: GroupsJoined) -> None:
    """Who followed a group follows the one it was joined to."""
    _pass(FollowKind.GROUP, str(event.gone.id), [str(event.kept.id)])


def _pass(kind: FollowKind, gone: str, successors: list[str]) -> int:
    """Have everybody follow the successors instead; returns how many new follows that made."""
    passed = list_followers_to_pass(kind=kind, key=gone)
    known = {
        (one.person_id, one.key) for key in successors for one in list_followers_to_pass(kind=kind, key=key)
    }
    for one in passed:
        for key in successors:
            follow_subject(person=one.person, kind=kind, key=key, frequency=one.frequency)
        end_follow(follow=one)
    db.session.flush()
    return sum((one.person_id, key) not in known for one in passed for key in successors)
