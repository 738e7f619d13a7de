"""How many emails an address gets that nobody has confirmed: anybody can type anybody's, in many places and spellings."""

from __future__ import annotations

from datetime import timedelta

from forum.core.address_keys import address_key
from forum.core.rate_limits import Rate, hit_in_any
from forum.core.settings import settings

EMAILS_TO_A_STRANGER = Rate(3, timedelta(days=1))


def may_write_to_stranger(email: str) -> bool:
    """Count an email to such an address, in the current transaction, where one more may go; return whether it may."""
    if not settings().rate_limits:
        return True
    return hit_in_any(f"stranger:{address_key(email)}", EMAILS_TO_A_STRANGER) is None
