"""Mails that came back: what they mean for the address they were for."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from enum import StrEnum

from sqlalchemy import Index, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.bounce_reports import BounceReport, read_report
from forum.core.db import Base, change_rows, db
from forum.core.events import send
from forum.core.outbox import MAIL, OutboxRow
from forum.core.return_paths import find_returned, recipient_of
from forum.core.smtp import MailRefused, is_fault_of_address

DAYS_IN_A_ROW = 4
"""On how many days mails must come back, for now, before the address counts as one that takes none."""
LONGEST_GAP = timedelta(days=7)
"""After so long without one, the count begins anew."""
KEPT = timedelta(days=90)
MOST_LISTED = 50
LONGEST_HEAD = 100_000
WHERE_IT_CAME = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")
"""Fields in which mail servers write the address that a message was delivered to."""


class Received(StrEnum):
    """What became of something that arrived at the address for bounces."""

    UNKNOWN = "no email of ours has this return address; nothing was changed"
    NO_BOUNCE = "it does not say that an email was given up; nothing was changed"
    AGAIN = "this email has come back before; nothing was changed"
    SOFT = "the email came back for now"
    HARD = "the email came back for good"


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


def receive_bounce(raw: bytes, *, recipient: str = "") -> Received:
    """Take in what arrived at the address for bounces; `recipient` is that address, looked up in the message where it is not said.

    Whatever is not signed by this site changes nothing.
    """
    candidates = [recipient] if recipient else _recipients_in(raw)
    row = next((found for one in candidates if (found := find_returned(one)) is not None), None)
    if row is None or row.kind != MAIL:
        return Received.UNKNOWN
    report = read_report(raw)
    if report is None:
        return Received.NO_BOUNCE
    return record_bounce(row, report)


def record_bounce(row: OutboxRow, report: BounceReport) -> Received:
    """Write down that a mail came back, once; tell who must know when its address takes none."""
    if db.session.scalar(select(MailBounce.id).where(MailBounce.outbox_id == row.id)) is not None:
        return Received.AGAIN
    address, is_hard = recipient_of(row), is_fault_of_address(report.status)
    db.session.add(
        MailBounce(
            outbox_id=row.id,
            address=address[:254],
            is_hard=is_hard,
            status=report.status,
            reason=report.reason,
            received_at=clock.now(),
        )
    )
    db.session.flush()
    if is_hard or has_bounced_for_days(address):
        send(MailRefused(address, report.reason))
    return Received.HARD if is_hard else Received.SOFT


def _recipients_in(raw: bytes) -> list[str]:
    """List the addresses that a message may have been delivered to."""
    head = message_from_bytes(raw[:LONGEST_HEAD], policy=policy.compat32)
    fields = " ".join(str(value) for name in WHERE_IT_CAME for value in head.get_all(name, []))
    return re.findall(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+", fields)[:20]


def list_bounces(limit: int = MOST_LISTED) -> list[MailBounce]:
    """List the mails that came back last."""
    newest = (
        select(MailBounce)
        .where(MailBounce.address != "")
        .order_by(MailBounce.received_at.desc(), MailBounce.id.desc())
    )
    return list(db.session.scalars(newest.limit(limit)))


def forget_bounces(address: str) -> None:
    """Begin anew with an address that has just shown that mail arrives there; what came back before counts no more."""
    db.session.execute(update(MailBounce).where(MailBounce.address == address.lower()).values(address=""))


def forget_old_bounces() -> int:
    """Delete what came back long ago; returns how many."""
    old = delete(MailBounce).where(MailBounce.received_at < clock.now() - KEPT)
    return change_rows(old)


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
