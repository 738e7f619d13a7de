"""Passwords: how they are kept, how they are compared, and which are too easy to guess.

Length counts, not kinds of characters (NIST SP 800-63B, 5.1.1.2). Argon2id with OWASP's parameters for a
small machine: 19 MiB and two rounds.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.accounts.common_passwords import COMMON
from forum.accounts.models import Person

SHORTEST, LONGEST = 12, 200
FEWEST_DIFFERENT = 5
SHORTEST_TELLING_WORD = 4

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """Return what is stored in place of the password."""
    return _hasher.hash(password)


def fits(person: Person | None, password: str) -> bool:
    """Return whether this is the person's password. Takes the same time for nobody, and for one who has none."""
    return matches(person.password_hash if person is not None else None, password)


def matches(stored: str | None, password: str) -> bool:
    """Return whether this is the password of which that is stored; the same time where nothing is."""
    try:
        _hasher.verify(stored or _of_nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Return in a sentence why a password is too easy to guess; None when it will do.

    `about` are words that others know: the person's name and address, the site's name.
    """
    if len(password) < SHORTEST:
        return f"Your password needs {SHORTEST} characters or more. Three or four words together work well."
    if len(password) > LONGEST:
        return f"Please use {LONGEST} characters or fewer."
    folded = "".join(password.casefold().split())
    if len(set(folded)) < FEWEST_DIFFERENT or _is_common(folded):
        return "Many people use a password like this, so it is easy to guess. Please choose another."
    if _only_about(folded, about):
        return "This is mostly your name, your address or ours. Please add other words."
    return None


def _is_common(folded: str) -> bool:
    if folded in COMMON:
        return True
    halves = {folded[: len(folded) // times] for times in (2, 3, 4) if len(folded) % times == 0}
    if any(half * (len(folded) // len(half)) == folded for half in halves):
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    letters = folded.rstrip("0123456789!?.")
    return steps in ({1}, {-1}) or letters in COMMON


def _only_about(folded: str, about: tuple[str, ...]) -> bool:
    rest = folded
    for text in about:
        for word in text.casefold().replace("@", " ").replace(".", " ").split():
            if len(word) >= SHORTEST_TELLING_WORD:
                rest = rest.replace(word, "")
    return rest != folded and len(rest) < SHORTEST // 2


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """Make the hash that is compared where there is none, so that the work is the same."""
    return _hasher.hash("the password of no one")
