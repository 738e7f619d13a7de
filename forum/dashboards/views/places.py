"""The council that a page is about, and the addresses that such pages share."""

from __future__ import annotations

from flask import abort, request

from forum.core.urls import with_host
from forum.councils.models import Council
from forum.councils.queries import get_council

LONGEST_CURSOR = 300
NO_COUNCIL = "There is no council at this address. You can look for it by name."


def council_at(slug: str) -> Council:
    """Read the council of an address, or say that there is none."""
    found = get_council(slug)
    if found is None:
        abort(404, NO_COUNCIL)
    return found


def cursor() -> str | None:
    """Read the place in a list out of the address."""
    return request.args.get("page", "")[:LONGEST_CURSOR] or None


def whole_address(path: str) -> str:
    """Give the whole address of a path of ours, for paper and for other sites."""
    return with_host(path)
