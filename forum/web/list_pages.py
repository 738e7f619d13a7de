"""Addresses that the pages of lists share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from forum.core.paging import Page

LONGEST_CURSOR = 300


def cursor() -> str | None:
    """Read the place in a list out of the address."""
    return request.args.get("page", "")[:LONGEST_CURSOR] or None


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses of the pages before and after one page of a list; None at either end."""

    newer_url: str | None = None
    older_url: str | None = None


def links(page: Page[Any], *, by: str = "page", **kept: str | None) -> PageLinks:
    """Return the addresses of the pages around one of the list at this address, with what else it holds kept.

    `by` is the name of the cursor in the address.
    """
    here: dict[str, Any] = {**(request.view_args or {})}
    here |= {name: value for name, value in kept.items() if value}
    endpoint = request.endpoint or ""
    newer, older = (
        url_for(endpoint, **(here | {by: one})) if one else None for one in (page.previous, page.next)
    )
    return PageLinks(newer, older)


def without(kept: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what an address holds without one of its filters; a ward goes with its council."""
    gone = {name, "area"} if name == "council" else {name}
    return {one: value for one, value in kept.items() if one not in gone}
