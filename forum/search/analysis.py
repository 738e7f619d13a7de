"""How text becomes terms: the same for documents, queries and snippets, on both backends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from forum.search.acronyms import SHOUTED, is_acronym
from forum.search.numbers import PATTERN, is_sum, number_of
from forum.search.stopwords import STOP_WORDS
from forum.search.word_forms import stem

TITLE_TIMES = 3  # a word in the title counts as three in the text; measured better than a field of its own
GAP = 100  # positions left free between the copies, so that no phrase runs from one into the next
LAST_POSITION = 16_000  # words beyond are found and ranked, but not as part of a phrase
LONGEST_WORD = 40
DIGITS_OF_A_SUM = 5  # without a currency; years and house numbers have fewer

_TOKEN = re.compile(
    rf"{PATTERN}|(?P<word>[^\W_]+(?:['\u2019\u02bc`][^\W_]+)*)",
    re.VERBOSE | re.IGNORECASE,
)
_APOSTROPHES = re.compile(r"['\u2019\u02bc`]")
_ENDING = re.compile(r"['\u2019\u02bc`](?:s|d|m|ll|re|ve)$", re.IGNORECASE)  # council's, I'd, we'll


class Token(NamedTuple):
    """One word of a text: its term in the index, its plain form, its number in the text, where it stands."""

    term: str
    word: str
    position: int
    start: int
    end: int


def composed(text: str) -> str:
    """Return the text with each accent joined to its letter (NFC), which is what offsets refer to."""
    if text.isascii():
        return text
    sound = text.encode("utf-8", "ignore").decode()  # half a character is none
    return sound if unicodedata.is_normalized("NFC", sound) else unicodedata.normalize("NFC", sound)


def tokens(text: str) -> Iterator[Token]:
    """Give the words of a text that are not stop words; stop words leave a gap in the positions."""
    position = -1
    read = composed(text)
    has_acronyms = _has_acronyms(read)
    for match in _TOKEN.finditer(read):
        word, term = _forms_of(match, has_acronyms=has_acronyms)
        if not word:
            continue
        position += 1
        if term:
            yield Token(term, word, position, match.start(), match.end())


def terms(text: str) -> list[str]:
    """Return the terms of a text, in order, repeated as often as they occur."""
    return [token.term for token in tokens(text)]


def words(text: str) -> list[str]:
    """Return the plain words of a text (folded, not stemmed, with stop words), as suggestions compare them."""
    found = (_forms_of(match, has_acronyms=False) for match in _TOKEN.finditer(composed(text)))
    return [word for word, _ in found if word]


def amounts(text: str) -> frozenset[str]:
    """Return the sums that a text names, each in one form: with a currency, spelled out, or of five digits and more."""
    found = (match for match in _TOKEN.finditer(composed(text)) if not match["word"])
    sums = ((number_of(match), is_sum(match)) for match in found)
    return frozenset(
        number for number, is_one in sums if is_one or len(number.partition(".")[0]) >= DIGITS_OF_A_SUM
    )


def fold(text: str) -> str:
    """Return a text in lower case without accents and apostrophes."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.lower())
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _APOSTROPHES.sub("", "".join(letter for letter in parts if not unicodedata.combining(letter)))


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document as terms. `positions` holds each term's places; `length` and frequencies count the title thrice.

    `words` are its plain words (stop words left out), `title_words` those of its title (stop words kept). `labels`
    holds the terms that it is filed under but does not say, each with one place.
    """

    positions: dict[str, list[int]]
    length: int
    words: frozenset[str]
    title_words: frozenset[str]
    labels: dict[str, int]


def analyse(title: str, text: str, labels: Iterable[str] = (), places: Iterable[str] = ()) -> Analysed:
    """Turn a title, a text and labels into terms with positions, the title folded in three times.

    `places` are terms of their own, of what it is filed under (documents.filed_term).
    """
    positions: dict[str, list[int]] = {}
    plain: set[str] = set()
    length = base = 0
    in_title = list(tokens(title))
    for _ in range(TITLE_TIMES):
        length += len(in_title)
        for token in in_title:
            positions.setdefault(token.term, []).append(min(base + token.position, LAST_POSITION))
        base += (in_title[-1].position if in_title else 0) + GAP
    plain.update(token.word for token in in_title)
    for token in tokens(text):
        length += 1
        positions.setdefault(token.term, []).append(min(base + token.position, LAST_POSITION))
        plain.add(token.word)
    filed = _filed_under(labels, positions, plain) | dict.fromkeys(places, LAST_POSITION)
    return Analysed(positions, length, frozenset(plain), frozenset(words(title)), filed)


def _filed_under(labels: Iterable[str], said: dict[str, list[int]], plain: set[str]) -> dict[str, int]:
    """Return the terms of labels that are not said, each with a place behind all others; adds their plain words."""
    filed: dict[str, int] = {}
    base = max((places[-1] for places in said.values()), default=0) + GAP
    for label in labels:
        for token in tokens(label):
            if token.term not in said:
                filed.setdefault(token.term, min(base + token.position, LAST_POSITION))
                plain.add(token.word)
        base += GAP
    return filed


def _forms_of(match: re.Match[str], *, has_acronyms: bool) -> tuple[str, str]:
    said = match[0]
    if has_acronyms and is_acronym(said):
        return said.lower(), said.removesuffix("s")
    if match["word"]:
        return _forms(said)
    number = number_of(match)
    return (said.lower() if said.isalpha() else number), number


def _has_acronyms(text: str) -> bool:
    """Return whether capitals say something in a text: not where all of it is shouted."""
    return not text.isupper() or text.count(" ") < SHOUTED


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, str]:
    """Return a word's plain form and its term; the term is empty for a stop word."""
    plain = fold(_ENDING.sub("", word))[:LONGEST_WORD]
    return (plain, stem(plain)) if plain and plain not in STOP_WORDS else (plain, "")
