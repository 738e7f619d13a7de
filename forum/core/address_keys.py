"""One key for all spellings of an e-mail address that reach one mailbox."""

from __future__ import annotations

import hashlib

SAME_DOMAINS = {"googlemail.com": "gmail.com"}


def address_key(email: str) -> str:
    """Return a key to count by, the same for all spellings that reach one mailbox: `a.nn+x@` and `ann@` are one.

    Only for limits, never to tell who somebody is: elsewhere `a.nn` and `ann` may be two people, who then share a
    limit. It is a hash, so that the counts name nobody.
    """
    name, _, domain = email.strip().lower().rpartition("@")
    plain = name.partition("+")[0].replace(".", "") or name
    domain = domain.rstrip(".")
    return hashlib.sha256(f"{plain}@{SAME_DOMAINS.get(domain, domain)}".encode()).hexdigest()
