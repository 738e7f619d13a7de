"""What people type into the search box, taken apart. It never fails: what cannot be parsed is plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from forum.search.documents import filed_term

OPERATORS = ("tag", "council", "state", "kind", "by")
MOST_OPERATORS = 6  # more than these are words: each may take a look into the database
LONGEST_QUERY = 400  # letters; the rest is left out, so that nobody can make the engine work for minutes

_QUOTES = str.maketrans("“”„‟«»", '""""""')
_PIECE = re.compile(
    r"""
    (?P<minus>(?<!\S)-)?
    (?:
        (?P<name>[A-Za-z]{2,10}):(?:"(?P<quoted>[^"]+)"|(?P<value>[^\s":]+))(?=\s|$)
        |"(?P<phrase>[^"]*)"
        |(?P<word>[^\s"]+)
        |"
    )
    """,
    re.VERBOSE,
)
_SOMETHING = re.compile(r"[^\W_]")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words of a query that name a place, and the dimension and value under which its documents are filed."""

    words: str
    dimension: str
    value: str

    @property
    def term(self) -> str:
        """The term of what is filed there."""
        return filed_term(self.dimension, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuery:
    """A query taken apart.

    `words` are ranked, any of them will do; each of `phrases` is required; none of `excluded` may occur.
    `operators` are (name, value) as typed, for the caller to resolve. `after` is inclusive, `before` is not.
    """

    words: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    operators: tuple[tuple[str, str], ...] = ()
    after: date | None = None
    before: date | None = None
    places: tuple[PlaceWords, ...] = ()
    """What the caller found to be names of places, and took out of the words."""

    def values(self, name: str) -> tuple[str, ...]:
        """Return what was typed after one operator, `tag:` say."""
        return tuple(value for key, value in self.operators if key == name)

    def with_operator_as_words(self, name: str, value: str) -> ParsedQuery:
        """Return the query with an operator that nobody could resolve taken as plain words instead."""
        kept = tuple(pair for pair in self.operators if pair != (name, value))
        return replace(self, words=f"{self.words} {value}".strip(), operators=kept)


def parse(text: str) -> ParsedQuery:
    """Take a query apart: words, "phrases", -excluded, and tag: council: state: kind: by: before: after:."""
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    operators: list[tuple[str, str]] = []
    dates: dict[str, date] = {}
    for match in _PIECE.finditer(text[:LONGEST_QUERY].translate(_QUOTES)):
        name, value = (match["name"] or "").lower(), match["quoted"] or match["value"] or ""
        day = _day(value) if name in {"before", "after"} else None
        if match["minus"]:
            excluded.append(match["phrase"] or match["word"] or value)
        elif day:
            dates[name] = day
        elif name in OPERATORS and len(operators) < MOST_OPERATORS:
            operators.append((name, value))
        elif match["phrase"]:
            phrases.append(match["phrase"])
        else:
            words.append(match["word"] or f"{name} {value}".strip())
    return ParsedQuery(
        words=" ".join(filter(None, words)),
        phrases=tuple(phrase for phrase in dict.fromkeys(phrases) if _SOMETHING.search(phrase)),
        excluded=tuple(word for word in dict.fromkeys(excluded) if _SOMETHING.search(word)),
        operators=tuple(dict.fromkeys(operators)),
        after=dates.get("after"),
        before=dates.get("before"),
    )


def plain_pieces(text: str) -> Iterator[tuple[int, int]]:
    """Give from where to where each piece stands that is no phrase, no operator and not excluded: plain words."""
    for match in _PIECE.finditer(text[:LONGEST_QUERY].translate(_QUOTES)):
        if match["word"] and not match["minus"]:
            yield match.span("word")


def cut_query(text: str) -> tuple[str, str]:
    """Return as much of a query as is read, up to the end of a word, and what is left out."""
    if len(text) <= LONGEST_QUERY:
        return text, ""
    end = text.rfind(" ", 0, LONGEST_QUERY + 1)
    end = end if end > 0 else LONGEST_QUERY
    return text[:end], text[end:].strip()


def _day(text: str) -> date | None:
    iso, british = _ISO.fullmatch(text), _BRITISH.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2] or 1), int(iso[3] or 1))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        return None
    return None
