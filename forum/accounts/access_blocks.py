"""Networks and mail domains from which new people are not let in for a while: read, added, lifted, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import AccessBlock, BlockKind, Person
from forum.core import clock
from forum.core.db import change_rows, db

MOST_BLOCKS = 500


def is_network_blocked(network: str) -> bool:
    """Return whether new people from this network are not let in now."""
    return bool(network) and _stands(BlockKind.NETWORK, (network,))


def is_domain_blocked(email: str) -> bool:
    """Return whether new people with an address at this domain, or at one above it, are not let in now."""
    labels = email.rpartition("@")[2].lower().split(".")
    return _stands(BlockKind.DOMAIN, [".".join(labels[at:]) for at in range(len(labels) - 1)])


def is_closed_to(person: Person, *, network: str) -> bool:
    """Return whether somebody who has never been here cannot make an account now; whoever has one comes in as ever."""
    is_new = person.email_confirmed_at is None and not person.is_staff
    return is_new and (is_network_blocked(network) or is_domain_blocked(person.email))


def list_blocks() -> Sequence[AccessBlock]:
    """List the blocks that stand, the next to end first."""
    query = (
        select(AccessBlock)
        .where(AccessBlock.ends_at > clock.now())
        .options(joinedload(AccessBlock.blocked_by))
    )
    return db.session.scalars(query.order_by(AccessBlock.ends_at, AccessBlock.id).limit(MOST_BLOCKS)).all()


def get_block(number: int) -> AccessBlock | None:
    """Read one block."""
    return db.session.get(AccessBlock, number)


def add_block(*, kind: BlockKind, value: str, reason: str, ends_at: datetime, by: Person) -> AccessBlock:
    """Let nobody new in from a network or a mail domain until a day; one that stands gets the new end and reason."""
    block = db.session.scalar(select(AccessBlock).where(AccessBlock.kind == kind, AccessBlock.value == value))
    if block is None:
        block = AccessBlock(kind=kind, value=value, created_at=clock.now())
        db.session.add(block)
    block.reason, block.ends_at, block.blocked_by = reason, ends_at, by
    db.session.flush()
    return block


def lift_block(*, block: AccessBlock) -> None:
    """End a block; it is not kept."""
    db.session.delete(block)
    db.session.flush()


def forget_ended_blocks() -> int:
    """Delete the blocks that have ended, since a network is not ours to keep; returns how many."""
    return change_rows(delete(AccessBlock).where(AccessBlock.ends_at <= clock.now()))


def _stands(kind: BlockKind, values: Sequence[str]) -> bool:
    query = select(AccessBlock.id).where(AccessBlock.kind == kind, AccessBlock.value.in_(values))
    return db.session.scalar(query.where(AccessBlock.ends_at > clock.now()).limit(1)) is not None
