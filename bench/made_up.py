"""Made-up documents of about 100 words: words as unevenly frequent as in English, the same at every run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import product

import numpy as np

from forum.search.documents import PUBLIC, Document

READERS = frozenset({PUBLIC, "person:7"})
VOCABULARY = 40_000
WORDS = 99
KINDS = ("barrier", "story", "question", "playbook", "comment", "group")
_START = datetime(2019, 1, 1, tzinfo=UTC)
_SYLLABLES = [first + second for first, second in product("bdfgklmnprtv", "aeiou")]


@lru_cache(maxsize=VOCABULARY)
def word(number: int) -> str:
    """Give the word with a number, 0 the most frequent."""
    text = ""
    left = number + 60
    while left:
        left, digit = divmod(left, len(_SYLLABLES))
        text += _SYLLABLES[digit]
    return text + "k"


def made_up_documents(count: int, first: int = 0) -> Iterator[Document]:
    for number in range(first, first + count):
        yield made_up_document(number)


def made_up_document(number: int) -> Document:
    dice = np.random.default_rng(number)
    ranks = drawn(dice, WORDS + 6)
    return Document(
        id=f"thread:{number}",
        kind=KINDS[number % len(KINDS)],
        title=" ".join(map(word, ranks[:6])),
        text=" ".join(map(word, ranks[6:])),
        readers=frozenset({PUBLIC} if number % 20 else {f"council:{number % 300}", "staff"}),
        created_at=_START + timedelta(minutes=25 * number),
        council_id=number % 300,
        area_id=int(dice.integers(2000)),
        category=f"category{int(dice.integers(40))}",
        tags=tuple(f"tag{int(tag)}" for tag in dice.integers(0, 500, 3)),
        state=f"state{int(dice.integers(12))}",
        rule_source=f"source{int(dice.integers(7))}",
        year=2019 + number % 7,
        affected=int(dice.integers(30)),
        version=1,
    )


def made_up_draft(number: int) -> tuple[str, str]:
    """Give a title and a text of somebody who writes about much the same as document 20 * number + 1."""
    document = made_up_document(20 * number + 1)
    return document.title, " ".join(document.text.split()[::2])


def drawn(dice: np.random.Generator, count: int) -> list[int]:
    """Draw word numbers so that the frequency falls with the rank (Zipf)."""
    ranks = (VOCABULARY + 1) ** dice.random(count) - 1
    numbers: list[int] = ranks.astype(int).tolist()
    return numbers
