"""Who may do what on the pages about a council. Pure: a identity and a council, no database."""

from __future__ import annotations

from forum.councils.identity import Identity
from forum.councils.models import Council


def may_see_council_only(identity: Identity, council: Council) -> bool:
    """Its own officers alone: what was written for a council is in no figure that anybody else reads."""
    return identity.is_officer_of(council.id)


def may_write_month_note(identity: Identity, council: Council) -> bool:
    """Its leads, who answer for the council's words."""
    return identity.is_lead_of(council.id)
