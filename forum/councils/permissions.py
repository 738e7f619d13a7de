"""Who may do what with a council."""

from __future__ import annotations

from forum.councils.identity import Identity
from forum.councils.models import Council


def may_change_settings(identity: Identity, council: Council) -> bool:
    """Its leads, and administrators, who invite the first lead."""
    return identity.is_lead_of(council.id) or identity.is_administrator
