"""What the engine knows: documents, and the dimensions people narrow a search by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

FACETS = ("kind", "council", "area", "category", "tag", "state", "rule_source", "year")
MANY_VALUED = frozenset({"tag"})
NAMED_IN_WORDS = frozenset({"council", "area", "author"})
"""What the words of a query may name, so that it is a term of the text too."""
PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found.

    `id` is the kind and the number ("thread:12", "comment:99", "group:3"). `text` is plain, without markup.
    `readers` are tokens ("public", "council:5", "person:7", "staff"): a person finds the document when one of
    their own tokens is among them; with no reader nobody finds it. `author` is what `by:` looks for: leave it
    empty where the name is hidden from any reader. `version` grows with each change.
    """

    id: str
    kind: str
    title: str
    text: str
    readers: frozenset[str]
    created_at: datetime
    council_id: int | None = None
    area_id: int | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    state: str | None = None
    rule_source: str | None = None
    year: int | None = None
    author: str | None = None
    affected: int = 0
    is_answered: bool = False
    """Whether it was got past, as those whom it stopped confirmed."""
    active_at: datetime | None = None
    """When something last happened to it, where that is known to be later than it was made."""
    labels: tuple[str, ...] = ()
    """What it is filed under, in words: searched too, but worth less than what is said in it."""
    version: int = 0

    def dimensions(self) -> Iterator[tuple[str, str]]:
        """Give each (dimension, value) it can be narrowed by; values are text, tags may be several."""
        single = (
            ("kind", self.kind),
            ("council", self.council_id),
            ("area", self.area_id),
            ("category", self.category),
            ("state", self.state),
            ("rule_source", self.rule_source),
            ("year", self.year),
            ("author", self.author),
        )
        yield from ((name, str(value)) for name, value in single if value is not None)
        yield from (("tag", tag) for tag in dict.fromkeys(self.tags))

    def place_terms(self) -> list[str]:
        """Return the terms by which a place or a group that a query names finds it."""
        return [filed_term(name, value) for name, value in self.dimensions() if name in NAMED_IN_WORDS]

    def last_active(self) -> datetime:
        """Return when something last happened to it."""
        return max(self.created_at, self.active_at or self.created_at)

    def fingerprint(self) -> int:
        """Sum up who may read it, as an unsigned number of 63 bits, so that a check can compare."""
        return readers_fingerprint(self.readers)

    def content_fingerprint(self) -> int:
        """Sum up all else that is indexed of it, as such a number: words, dimensions, moment, count."""
        told = (self.title, self.text, *self.labels, *map("=".join, sorted(self.dimensions())))
        numbers = (f"{self.created_at.timestamp():.0f}", str(self.affected), str(self.is_answered))
        return _sum_up("\x1f".join((*told, *numbers)))

    def meaning_fingerprint(self) -> int:
        """Sum up what is read of it for its meaning, as such a number."""
        return _sum_up(f"{self.title}\x1f{self.text}")


def filed_term(dimension: str, value: str) -> str:
    """Return the term of all that is filed under a value; no word of a text is like it."""
    return f"{dimension}={asked_value(value)}"


def asked_value(value: str) -> str:
    """Return a value somebody asks for without what no stored value holds (lone surrogates, NUL)."""
    return value.encode("utf-8", "ignore").decode().replace("\x00", "")


def readers_fingerprint(readers: frozenset[str]) -> int:
    """Sum up a set of reader tokens, as an unsigned number of 63 bits: the same set, the same number."""
    return _sum_up("\x1f".join(sorted(readers)))


def _sum_up(text: str) -> int:
    joined = text.encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest()) >> 1
