"""Who may do what on the pages about a council. Pure: a standing and a council, no database."""

from __future__ import annotations

from forum.councils.identity import Standing
from forum.councils.models import Council


def may_see_council_only(standing: Standing, council: Council) -> bool:
    """Its own officers alone: what was written for a council is in no figure that anybody else reads."""
    return standing.is_officer_of(council.id)


def may_write_month_note(standing: Standing, council: Council) -> bool:
    """Its leads, who answer for the council's words."""
    return standing.is_lead_of(council.id)
