"""Addresses that the pages of lists share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from forum.core.paging import Page

LONGEST_CURSOR = 300


def cursor() -> str | None:
    """Read the place in a list out of the address."""
    return request.args.get("page", "")[:LONGEST_CURSOR] or None


def links(page: Page[Any], **kept: str | None) -> dict[str, str | None]:
    """Return the addresses of the pages before and after this one, with what else the address holds kept."""
    here = {**(request.view_args or {}), **{name: value for name, value in kept.items() if value}}
    endpoint = request.endpoint or ""
    return {
        "newer_url": url_for(endpoint, **here, page=page.previous) if page.previous else None,
        "older_url": url_for(endpoint, **here, page=page.next) if page.next else None,
    }


def without(kept: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what an address holds without one of its filters; a ward goes with its council."""
    gone = {name, "area"} if name == "council" else {name}
    return {one: value for one, value in kept.items() if one not in gone}
