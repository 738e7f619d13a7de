"""Which addresses a post may link to: http, https and mailto, and nothing that hides where it goes."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST_ADDRESS = 2_000

_MAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*")  # names in any script; numbers of IPv6
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_ANCHOR = re.compile(r"<a\b([^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r"\s*href=(?:\"([^\"]*)\"|'([^']*)')\s*")


def safe_address(address: str) -> str | None:
    """Return the address a link may have, or None. Adds https:// to "www."; refuses names before an @ in the host."""
    address = address.strip()
    if address.lower().startswith("www."):
        address = f"https://{address}"
    if len(address) > LONGEST_ADDRESS or _HIDDEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return address if _MAIL.fullmatch(parts.path) and not parts.query else None
    if parts.scheme not in SCHEMES or not host or not _HOST.fullmatch(host) or "@" in parts.netloc:
        return None
    return address


def check_links(html: str) -> str:
    """Keep the links whose address is safe; of the others keep only the words. Takes bleach's output."""
    return _ANCHOR.sub(_checked, html)


def _checked(anchor: re.Match[str]) -> str:
    href = _HREF.fullmatch(anchor.group(1))
    address = safe_address(unescape(href.group(1) or href.group(2) or "")) if href else None
    words = anchor.group(2)
    return f'<a href="{escape(address)}">{words}</a>' if address else words
