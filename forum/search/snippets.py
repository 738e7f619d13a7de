"""The few words of a text that show why it was found, with the matches marked. No HTML is made here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.search.analysis import Token, composed, tokens
from forum.search.phrases import Phrase
from forum.search.query_plan import Plan

LENGTH = 220  # letters, about two lines
READ = 20_000  # letters of a text that are looked through
_LEAD = 40  # letters before the first match, so that it is read in its sentence


@dataclass(frozen=True, slots=True)
class SnippetPiece:
    """A piece of a snippet: plain text, and whether it is a match."""

    text: str
    is_match: bool


def make_snippet(text: str, plan: Plan, length: int = LENGTH) -> tuple[SnippetPiece, ...]:
    """Cut out the part of a plain text that holds most of what a plan looks for, its matches marked.

    Without a match it is the beginning of the text. Left-out text is shown by an ellipsis.
    """
    read = " ".join(composed(text[:READ]).split())
    found = _matches(read, plan)
    start, end = _window(read, found, length)
    inside = [token for token in found if token.start >= start and token.end <= end]
    return _with_ellipses(_segments(read, inside, start, end), start > 0, end < len(read))


def mark(text: str, plan: Plan) -> tuple[SnippetPiece, ...]:
    """Mark the matches in a whole text, a title say."""
    read = composed(text)
    return tuple(_segments(read, _matches(read, plan), 0, len(read)))


def _matches(text: str, plan: Plan) -> list[Token]:
    """Return the words that a plan looks for; those of another way to say it only where all of it stands."""
    found = list(tokens(text))
    at = {token.position: token.term for token in found}
    words = plan.words()
    places = {token.position for token in found if token.term in words}
    ways: dict[str, list[Phrase]] = {}
    for way in plan.ways():
        ways.setdefault(way.terms[0], []).append(way)
    for token in found:
        for way in ways.get(token.term, ()):
            if all(at.get(token.position + offset) == term for term, offset in way.parts):
                places.update(token.position + offset for _, offset in way.parts)
    return [token for token in found if token.position in places]


def _window(text: str, found: Sequence[Token], length: int) -> tuple[int, int]:
    if not found:
        return 0, _word_end(text, length)
    best, most = 0, (-1, -1)
    last = 0
    for first, token in enumerate(found):
        while last < len(found) and found[last].end <= token.start + length - _LEAD:
            last += 1
        worth = (len({each.term for each in found[first:last]}), last - first)
        if worth > most:
            best, most = token.start, worth
    start = _word_start(text, max(best - _LEAD, 0))
    return start, _word_end(text, start + length)


def _word_start(text: str, at: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at)
    return space + 1 if 0 <= space - at < _LEAD else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - _LEAD, at + 1)
    return space if space > 0 else at


def _segments(text: str, found: Sequence[Token], start: int, end: int) -> list[SnippetPiece]:
    pieces: list[SnippetPiece] = []
    at = start
    for token in found:
        if token.start > at:
            pieces.append(SnippetPiece(text[at : token.start], is_match=False))
        pieces.append(SnippetPiece(text[token.start : token.end], is_match=True))
        at = token.end
    if at < end:
        pieces.append(SnippetPiece(text[at:end], is_match=False))
    return pieces


def _with_ellipses(pieces: list[SnippetPiece], before: bool, after: bool) -> tuple[SnippetPiece, ...]:
    first = [SnippetPiece("… ", is_match=False)] if before else []
    last = [SnippetPiece(" …", is_match=False)] if after else []
    return (*first, *pieces, *last)
