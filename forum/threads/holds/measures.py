"""What is counted in the words of a post, and by which keys it is like another. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_MEASURED = 60_000
MOST_HOSTS = 8
FEWEST_WORDS = 6
"""A shorter text is said by many, as in "Thank you, that helped"; it is compared when it has a link."""
FEWEST_WORDS_NEAR = 12
SHINGLE, BANDS, ROWS = 3, 6, 2
"""Near-same: two texts with 8 of 10 triples of words in common share one of six bands of two in 999 of 1,000 cases."""

_LINK = re.compile(
    r"(?:https?:|ftp:)//+([^\s/?#<>\"')\]\\]+)|\bwww\.([\w.-]+)"
    r"|(?<![\w@.:/-])((?:[\w-]{1,63}\.)+(?:com|net|org|info|biz|ru|cn|io|co|me|xyz|top|shop|site|online|club|uk|de|eu|us|tk|link|live|store|app|dev))\b(?!@)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,24}")
_WORD = re.compile(r"[^\W_]+")
_SECOND_LEVEL = {"co", "org", "gov", "ac", "com", "net", "nhs", "police", "sch", "ltd", "plc", "me"}


@dataclass(frozen=True, slots=True)
class PostMeasures:
    """What was counted in one post."""

    hosts: tuple[str, ...]
    """The sites it links to, once for each link, but for those that are always fine."""
    addresses: tuple[str, ...]
    listed: tuple[str, ...]
    """Which words and phrases of the moderators' list are in it."""
    text_keys: tuple[str, ...]
    """Keys that the same, or nearly the same, text has too."""

    @property
    def link_keys(self) -> tuple[str, ...]:
        """Keys that another post which links to the same site has too."""
        return tuple(f"link:{host}"[:80] for host in dict.fromkeys(self.hosts))[:MOST_HOSTS]


def measure(
    texts: Iterable[str], *, fine_hosts: Sequence[str] = (), listed: Sequence[str] = ()
) -> PostMeasures:
    """Count links, addresses and listed words, and make the keys of the text."""
    text = "\n".join(one for one in texts if one)[:LONGEST_MEASURED]
    hosts = tuple(host for host in _hosts(text) if not _is_fine(host, fine_hosts))
    words = [word.casefold() for word in _WORD.findall(text)]
    return PostMeasures(
        hosts=tuple(site_of(host) for host in hosts),
        addresses=tuple(dict.fromkeys(found.lower() for found in _ADDRESS.findall(text))),
        listed=_listed_in(words, listed),
        text_keys=_text_keys(words, has_link=bool(hosts)),
    )


def site_of(host: str) -> str:
    """Return the part of a host that somebody registered: spam.example for a.b.spam.example."""
    labels = host.strip(".").split(".")
    enough = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2  # noqa: PLR2004  # as in example.co.uk
    return ".".join(labels[-enough:])


def normalised(phrase: str) -> str:
    """Return a word or phrase as it is compared: its words alone, in small letters."""
    return " ".join(word.casefold() for word in _WORD.findall(phrase))


def _hosts(text: str) -> list[str]:
    found = ("".join(parts) for parts in _LINK.findall(text))
    hosts = (one.rpartition("@")[2].split(":")[0].lower().strip(".") for one in found)
    return [host for host in hosts if host]


def _is_fine(host: str, fine: Sequence[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in fine)


def _listed_in(words: Sequence[str], listed: Sequence[str]) -> tuple[str, ...]:
    text = f" {' '.join(words)} "
    return tuple(phrase for phrase in listed if f" {phrase} " in text)


def _text_keys(words: Sequence[str], *, has_link: bool) -> tuple[str, ...]:
    plain = [word for word in words if not word.isdigit()]  # a counter makes no other text
    if len(plain) < FEWEST_WORDS and not (has_link and plain):
        return ()
    same = f"text:{_hash(' '.join(plain)):016x}"
    return (same, *_bands(plain)) if len(plain) >= FEWEST_WORDS_NEAR else (same,)


def _bands(words: Sequence[str]) -> list[str]:
    """Return the bands of a MinHash signature over triples of words."""
    triples = {_hash(" ".join(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}
    signature = [min(_mixed(one, row) for one in triples) for row in range(BANDS * ROWS)]
    parts = [signature[band * ROWS : (band + 1) * ROWS] for band in range(BANDS)]
    return [f"near:{band}:{_hash(repr(part)):016x}" for band, part in enumerate(parts)]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _mixed(number: int, row: int) -> int:
    """Return another order of the same numbers for each row (Knuth's multiplicative hashing)."""
    odd = (0x9E3779B97F4A7C15 * (2 * row + 1)) & 0xFFFFFFFFFFFFFFFF
    return ((number ^ (odd >> 7)) * (odd | 1)) & 0xFFFFFFFFFFFFFFFF
