"""Why a moderator does something: a code that can be counted, and words for whom it is about."""

from __future__ import annotations

from dataclasses import dataclass

from forum.moderation.vocabulary import ReasonCode


@dataclass(frozen=True, slots=True)
class GivenReason:
    """A code, and what the moderator wrote."""

    code: ReasonCode
    words: str
