"""What the worker does about posts that wait: telling of them later, telling their authors, forgetting networks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from forum.accounts.access_blocks import forget_ended_blocks
from forum.core import clock
from forum.core.emails import write_mail
from forum.core.outbox import OutboxRow, enqueue
from forum.core.urls import with_host
from forum.core.worker import Handler, for_each_payload
from forum.threads.holds.actions import ANNOUNCE, TELL_AUTHORS, announce, forget_networks
from forum.threads.holds.models import Hold
from forum.threads.holds.queries import find_hold, get_post, get_settlement, list_holds_of_settlement
from forum.threads.kinds import path_of

FORGET_NETWORKS = "forget_networks"
FORGET_HOUR = 2  # in the night, on the clock of the United Kingdom
MOST_NAMED = 20


def announce_post(payload: dict[str, Any]) -> None:
    """Tell others of a post that was let out in a busy time, unless it was called back or hidden since."""
    post = get_post(payload["thread"], payload["comment"])
    if post is not None and post.is_in_sight and find_hold(post) is None:
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


def forget_in_the_night(_rows: list[OutboxRow]) -> None:
    """Forget networks and ended blocks, and write down the next night's turn."""
    forget_networks()
    forget_ended_blocks()
    forget_networks_later()


def forget_networks_later() -> None:
    """Write down the next night's turn, once."""
    local = clock.now().astimezone(clock.LOCAL)
    at = local.replace(hour=FORGET_HOUR, minute=0, second=0, microsecond=0)
    at += timedelta(days=1) if at <= local else timedelta()
    enqueue(FORGET_NETWORKS, {}, due_at=at, key=f"{FORGET_NETWORKS}:{at:%Y-%m-%d}")


HANDLERS: Mapping[str, Handler] = {
    ANNOUNCE: for_each_payload(announce_post),
    TELL_AUTHORS: for_each_payload(tell_authors),
    FORGET_NETWORKS: forget_in_the_night,
}
