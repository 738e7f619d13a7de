"""The numbers of the life cycle, and the share of answers that opens a barrier again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from forum.core.formatting import share
from forum.core.settings import settings

REOPENING_SHARE = Fraction(1, 2)
"""The half rule: "still there" from this share of the answers on opens a barrier again; below it, it can be gone."""


@dataclass(frozen=True, kw_only=True)
class LifecycleRules:
    """Hold the numbers of the life cycle; each is a setting."""

    round_length: timedelta = timedelta(weeks=4)
    give_up_after: timedelta = timedelta(weeks=8)
    second_round_after: timedelta = timedelta(days=183)
    longest_keep_months: int = 12
    new_affected_to_reopen: int = 3


def lifecycle_rules() -> LifecycleRules:
    """Return the numbers of the life cycle as this installation has set them."""
    site = settings()
    return LifecycleRules(
        round_length=site.confirmation_after,
        give_up_after=site.confirmation_silence_after,
        second_round_after=site.confirmation_again_after,
    )


def reopening_share() -> str:
    """Return the share of answers that opens a barrier again, in words: half."""
    return share(REOPENING_SHARE)
