"""How text becomes terms: the same for documents, queries and snippets, on both backends."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from forum.search.stopwords import STOP_WORDS
from forum.search.word_forms import fold_form

TITLE_TIMES = 3  # a word in the title counts as three in the text; measured better than a field of its own
GAP = 100  # positions left free between the copies, so that no phrase runs from one into the next
LAST_POSITION = 16_000  # words beyond are found and ranked, but not as part of a phrase
LONGEST_WORD = 40
DIGITS_OF_A_SUM = 5  # without a currency; years and house numbers have fewer

_MULTIPLES = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_SPELLED = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(),  # noqa: SIM905
        start=1,
    )
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SPELLED |= {"hundred": 100, "a hundred": 100, "one hundred": 100, "two hundred": 200, "five hundred": 500}
_HALVES = {"half a": "0.5", "a quarter of a": "0.25", "quarter of a": "0.25", "a": "1"}
_COUNTS = "|".join(sorted((*_SPELLED, *_HALVES), key=len, reverse=True)).replace(" ", r"\s")
_DIGITS = r"\d{1,3}(?:[\x20\u00a0\u2009\u202f]\d{3}){1,5}(?![\d,.]*\d)|\d[\d,]{0,14}(?:\.\d{1,4})?"
_TOKEN = re.compile(
    rf"""
    (?P<money>[£$€]\s?(?P<sum>{_DIGITS})(?:[\s-]?(?P<many>thousand|million|billion|bn|mn|m|k))?(?![^\W_]))
    |(?P<number>{_DIGITS})(?:[\s-](?P<times>thousand|million|billion))?(?![^\W_])
    |\b(?P<spelled>{_COUNTS})[\s-](?P<size>thousand|million|billion)(?![^\W_])
    |(?P<word>[^\W_]+(?:['\u2019\u02bc`][^\W_]+)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_APOSTROPHES = re.compile(r"['\u2019\u02bc`]")
_ENDING = re.compile(r"['\u2019\u02bc`](?:s|d|m|ll|re|ve)$", re.IGNORECASE)  # council's, I'd, we'll
_stemmer = snowballstemmer.stemmer("english")
_stemmer_lock = threading.Lock()  # the stemmer keeps its state in itself


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
    for match in _TOKEN.finditer(composed(text)):
        word, term = _forms_of(match)
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
    return [word for word, _ in map(_forms_of, _TOKEN.finditer(composed(text))) if word]


def amounts(text: str) -> frozenset[str]:
    """Return the sums that a text names, each in one form: with a currency, spelled out, or of five digits and more."""
    found = (match for match in _TOKEN.finditer(composed(text)) if not match["word"])
    sums = ((_amount_of(match), match["money"] or match["times"] or match["spelled"]) for match in found)
    return frozenset(
        amount for amount, is_sum in sums if is_sum or len(amount.partition(".")[0]) >= DIGITS_OF_A_SUM
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


def analyse(title: str, text: str, labels: Iterable[str] = ()) -> Analysed:
    """Turn a title, a text and labels into terms with positions, the title folded in three times."""
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
    filed = _filed_under(labels, positions, plain)
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


def _forms_of(match: re.Match[str]) -> tuple[str, str]:
    if match["word"]:
        return _forms(match["word"])
    amount = _amount_of(match)
    return amount, amount


def _amount_of(match: re.Match[str]) -> str:
    if match["spelled"]:
        spelled = re.sub(r"\s", " ", match["spelled"].lower())
        return _amount(_HALVES.get(spelled) or str(_SPELLED[spelled]), match["size"])
    return _amount(match["sum"] or match["number"], match["many"] or match["times"])


def _amount(digits: str, multiple: str | None) -> str:
    value = Decimal(re.sub(r"[,\s]", "", digits)) * _MULTIPLES[multiple.lower() if multiple else "one"]
    return format(
        value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize(), "f"
    )


_MULTIPLES["one"] = 1


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, str]:
    """Return a word's plain form and its term; the term is empty for a stop word."""
    plain = fold(_ENDING.sub("", word))[:LONGEST_WORD]
    if not plain or plain in STOP_WORDS:
        return plain, ""
    with _stemmer_lock:
        return plain, _stemmer.stemWord(fold_form(plain))
