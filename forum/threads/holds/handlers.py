"""What the worker does about posts that wait: telling of them later and telling their authors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.emails import write_mail
from forum.core.urls import with_host
from forum.core.worker import Handler, for_each_payload
from forum.threads.holds.actions import ANNOUNCE, TELL_AUTHORS, announce
from forum.threads.holds.models import Hold
from forum.threads.holds.queries import find_hold, get_post, get_settlement, list_holds_of_settlement
from forum.threads.kinds import path_of
from forum.threads.models import HeldStatement

FORGET_NETWORKS = "forget_networks"  # rows that an older version wrote; the rules of retention do it since
MOST_NAMED = 20


def announce_post(payload: dict[str, Any]) -> None:
    """Tell others of a post that was let out in a busy time, unless it was called back or hidden since."""
    post = get_post(payload["thread"], payload["comment"], payload.get("statement"))
    if post is None or find_hold(post) is not None:
        return
    if (post.said_at is None) if isinstance(post, HeldStatement) else post.is_in_sight:
        announce(post)


def tell_authors(payload: dict[str, Any]) -> None:
    """Write to each author whose posts one press let through, unless it was undone."""
    settlement = get_settlement(payload["settlement"])
    if settlement is None or settlement.undone_at is not None:
        return
    by_person: dict[int, list[Hold]] = {}
    for hold in list_holds_of_settlement(settlement):
        by_person.setdefault(hold.person_id, []).append(hold)
    for number, holds in by_person.items():
        person = holds[0].person
        write_mail(
            "threads-let-through",
            to=person.email,
            key=f"mail:held:{settlement.id}:{number}",
            person=person,
            titles=[hold.thread.title for hold in holds[:MOST_NAMED]],
            address=with_host(path_of(holds[0].thread)),
        )


HANDLERS: Mapping[str, Handler] = {
    ANNOUNCE: for_each_payload(announce_post),
    TELL_AUTHORS: for_each_payload(tell_authors),
    FORGET_NETWORKS: lambda _rows: None,
}
