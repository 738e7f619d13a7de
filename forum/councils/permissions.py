"""Who may do what with a council."""

from __future__ import annotations

from forum.councils.identity import Standing
from forum.councils.models import Council


def may_change_settings(standing: Standing, council: Council) -> bool:
    """Its leads, and administrators, who invite the first lead."""
    return standing.is_lead_of(council.id) or standing.is_administrator


def may_see_officers(standing: Standing, council: Council) -> bool:
    """Those who answer for it, and those who look after the site."""
    return standing.is_officer_of(council.id) or standing.is_moderator


def may_follow_council(standing: Standing) -> bool:
    """Whoever is signed in."""
    return standing.person is not None
