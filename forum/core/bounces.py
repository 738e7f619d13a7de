"""Mails that came back: what they mean for the address they were for."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import Base, db

DAYS_IN_A_ROW = 4
"""On how many days mails must come back, for now, before the address counts as one that takes none."""
LONGEST_GAP = timedelta(days=7)
"""After so long without one, the count begins anew."""
KEPT = timedelta(days=90)


class MailBounce(Base):
    """One mail that came back, or that was given up after days of trying."""

    __tablename__ = "mail_bounce"
    __table_args__ = (
        Index("ix_mail_bounce_address", "address", "received_at"),
        Index("ix_mail_bounce_received_at", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(unique=True)
    """Of which mail; a report that is sent again counts once. That row is deleted before this one."""
    address: Mapped[str] = mapped_column(String(254))
    is_hard: Mapped[bool]
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(300))
    received_at: Mapped[datetime]


def forget_bounces(address: str) -> None:
    """Begin anew with an address that has just shown that mail arrives there."""
    db.session.execute(delete(MailBounce).where(MailBounce.address == address.lower()))


def forget_old_bounces() -> None:
    """Delete what came back long ago."""
    db.session.execute(delete(MailBounce).where(MailBounce.received_at < clock.now() - KEPT))


def has_bounced_for_days(address: str) -> bool:
    """Return whether mails came back on several days, with no long gap between them."""
    newest_first = (
        select(MailBounce.received_at)
        .where(MailBounce.address == address.lower(), MailBounce.received_at > clock.now() - KEPT)
        .order_by(MailBounce.received_at.desc())
        .limit(100)
    )
    days: set[object] = set()
    before = clock.now()
    for received_at in db.session.scalars(newest_first):
        if before - received_at > LONGEST_GAP:
            break
        days.add(received_at.date())
        before = received_at
    return len(days) >= DAYS_IN_A_ROW
