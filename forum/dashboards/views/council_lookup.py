"""Finds the council that a page is about."""

from __future__ import annotations

from flask import abort

from forum.councils.models import Council
from forum.councils.queries import get_council

NO_COUNCIL = "There is no council at this address. You can look for it by name."


def council_or_404(slug: str) -> Council:
    """Return the council of a slug, or answer that there is none."""
    return get_council(slug) or abort(404, NO_COUNCIL)
