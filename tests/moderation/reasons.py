"""A reason, for tests that need any."""

from __future__ import annotations

from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import ReasonCode

A_REASON = GivenReason(ReasonCode.SPAM, "It sells something.")
