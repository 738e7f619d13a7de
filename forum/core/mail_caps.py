"""How many mails may go out: to one address, because of one person, and from the whole site. What is over a cap waits."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from enum import StrEnum

from config import Settings
from forum.core import rate_limits
from forum.core.address_keys import address_key
from forum.core.outbox import HeldError, OutboxRow, Rank
from forum.core.rate_limits import Rate
from forum.core.settings import settings

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SHARES = {Rank.AT_ONCE: 100, Rank.USUAL: 90, Rank.DIGEST: 70}
"""How much of the site's cap each rank may use, in hundredths: what people wait for finds room when digests fill the rest."""


class Cap(StrEnum):
    """Why a mail waits; `outbox.held_by` holds it."""

    ADDRESS = "address"
    PERSON = "person"
    SITE = "site"


def hold_over_caps(row: OutboxRow) -> None:
    """Raise HeldError where this mail would be one too many. A mail that somebody waits for has only the site's cap."""
    for cap, key, rate in _caps_of(row, settings()):
        allowed = rate.times * SHARES[Rank(row.rank)] // 100 if cap == Cap.SITE else rate.times
        until = rate_limits.full_until(key, Rate(max(1, allowed), rate.window))
        if until is None or (row.rank == Rank.AT_ONCE and cap != Cap.SITE):
            continue
        raise HeldError(by=cap, until=until, rank=Rank(row.rank) if cap == Cap.SITE else None)


def count_sent(row: OutboxRow) -> None:
    """Count a mail that went out, in the current transaction."""
    for _cap, key, rate in _caps_of(row, settings()):
        rate_limits.hit(key, rate)


def _caps_of(row: OutboxRow, site: Settings) -> list[tuple[Cap, str, Rate]]:
    """Return the caps that a mail falls under; a cap of 0 is none."""
    to = address_key(parseaddr(row.payload["to"])[1])
    caps = [
        (Cap.SITE, "mails", Rate(site.mails_an_hour, HOUR)),
        (Cap.ADDRESS, f"mails_to:{to}", Rate(site.mails_a_day_to_one_address, DAY)),
        (
            Cap.PERSON,
            f"mails_by:{row.caused_by_id}",
            Rate(site.mails_a_day_by_one_person if row.caused_by_id else 0, DAY),
        ),
    ]
    return [(cap, key, rate) for cap, key, rate in caps if rate.times > 0]
