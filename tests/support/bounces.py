"""Reports of mails that could not be delivered, as mail servers write them."""

from __future__ import annotations

import base64

POSTFIX = """\
Return-Path: <>
Date: Mon, 2 Nov 2026 09:00:00 +0000 (UTC)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4C1AB.1762074000/mx.example.org"

This is a MIME-encapsulated message.

--4C1AB.1762074000/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org. I'm sorry to have to inform you ...

--4C1AB.1762074000/mx.example.org
Content-Description: Delivery report
Content-Type: {kind}{encoding}

{status}
--4C1AB.1762074000/mx.example.org
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: Clearway <no-reply@clearway.example.org>
To: amina@example.net
Subject: Is it gone?

words
--4C1AB.1762074000/mx.example.org--
"""
FIELDS = """\
Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4C1AB
Arrival-Date: Mon, 2 Nov 2026 08:59:58 +0000 (UTC)

Final-Recipient: {recipient}
Original-Recipient: rfc822;amina@example.net
Action: {action}
{status_field}Remote-MTA: dns; mail.example.net
Diagnostic-Code: {diagnostic}
"""
AWAY = """\
From: Amina <amina@example.net>
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied
Content-Type: text/plain

I am away. Error 550 5.1.1 is what my old address says.
"""


def report(
    to: str = "bounce@clearway.example.org",
    *,
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <amina@example.net>: No such user",
    action: str = "failed",
) -> bytes:
    """A report by RFC 3464."""
    fields = FIELDS.format(
        recipient="rfc822; amina@example.net",
        action=action,
        status_field=f"Status: {status}\n" if status else "",
        diagnostic=diagnostic,
    )
    return _wrapped(to, "message/delivery-status", "", fields)


def global_report(to: str = "bounce@clearway.example.org", *, encoding: str = "8bit") -> bytes:
    """A report by RFC 6533, for an address with letters beyond ASCII."""
    fields = FIELDS.format(
        recipient="utf-8; ämina@exämple.net",
        action="failed",
        status_field="Status: 5.1.1\n",
        diagnostic="smtp; 550 5.1.1 <ämina@exämple.net>: Benutzer gibt es nicht – tschüß",
    )
    if encoding == "base64":
        fields = base64.encodebytes(fields.encode()).decode()
    return _wrapped(to, "message/global-delivery-status", f"\nContent-Transfer-Encoding: {encoding}", fields)


def out_of_office(to: str) -> bytes:
    """What somebody's mailbox answers by itself."""
    return AWAY.format(to=to).encode()


def _wrapped(to: str, kind: str, encoding: str, status: str) -> bytes:
    return POSTFIX.format(to=to, kind=kind, encoding=encoding, status=status).encode()
