"""The address that a mail's bounce comes back to: it names the mail, signed with the site's key, so that nobody can make one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from email.utils import parseaddr

from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.core.settings import settings

SIGNATURE_BYTES = 10
"""16 letters: an address has room for 64 before the @ (RFC 5321), and some servers write them all in lower case."""
TOKEN = re.compile(r"(?P<signature>[a-z2-7]{16})(?P<number>[0-9]{1,18})")


def return_path(row: OutboxRow) -> str:
    """Return the address for bounces of a mail; nothing where the site has none."""
    name, _, domain = settings().bounce_address.rpartition("@")
    return f"{name}+{_signature(row, settings().secret())}{row.id}@{domain}" if name else ""


def find_returned(recipient: str) -> OutboxRow | None:
    """Return the mail whose bounces go to this address; None for an address that we did not make, or of long ago."""
    name, _, domain = settings().bounce_address.lower().rpartition("@")
    given, _, given_domain = recipient.strip().strip("<>").lower().rpartition("@")
    token = TOKEN.fullmatch(given.removeprefix(f"{name}+"))
    if not name or not given.startswith(f"{name}+") or given_domain != domain or token is None:
        return None
    row = db.session.get(OutboxRow, int(token["number"]))
    if row is None:
        return None
    signed = (_signature(row, key) for key in settings().signing_keys())
    return row if any(hmac.compare_digest(one, token["signature"]) for one in signed) else None


def recipient_of(row: OutboxRow) -> str:
    """Return the bare address that a mail went to."""
    return parseaddr(str(row.payload.get("to", "")))[1].lower()


def _signature(row: OutboxRow, key: str) -> str:
    """Sign which mail it was, when it was written and to whom: numbers begin anew in a new database."""
    what = f"bounce:{row.id}:{int(row.created_at.timestamp())}:{recipient_of(row)}"
    digest = hmac.digest(key.encode(), what.encode(), hashlib.sha256)
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode().lower()
