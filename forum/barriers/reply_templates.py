"""Fills a council's own words into a reply, with what is known of the barrier in their gaps. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forum.barriers.lifecycle.responses import ResponseKind

# Which field of a reply the words go to.
WORDS_FIELD: dict[ResponseKind, str] = {
    ResponseKind.ACKNOWLEDGE: "public_note",
    ResponseKind.ASK: "question",
    ResponseKind.LOOK_INTO: "public_note",
    ResponseKind.EXPLAIN: "public_note",
    ResponseKind.COMMIT: "public_note",
    ResponseKind.DECLINE: "reason",
    ResponseKind.POINT_TO_ANOTHER_BODY: "public_note",
    ResponseKind.CLAIM_REMOVAL: "what_changed",
    ResponseKind.UPDATE: "public_note",
}
GAPS = ("title", "council", "department", "officer")
_GAP = re.compile(r"\{\{?\s*[^\W\d_][\w .'’-]{0,40}\}\}?")


def filled(body: str, known: Mapping[str, str]) -> str:
    """Fill {title}, {council}, {department} and {officer}; what is not known, and any other brace, stays as it is."""
    for gap in GAPS:
        if known.get(gap):
            body = body.replace("{" + gap + "}", known[gap])
    return body


def inserted(typed: str, words: str) -> str:
    """Append words to what was typed already; nothing typed is lost."""
    return f"{typed.rstrip()}\n\n{words}" if typed.strip() else words


def gaps_in(words: str) -> list[str]:
    """List what was left to be filled in, such as {name}."""
    return list(dict.fromkeys(match.group() for match in _GAP.finditer(words)))
