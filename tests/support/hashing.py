"""Passwords are hashed by Argon2 in tests too, with next to no memory: forty milliseconds each would be a minute in all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from forum.accounts import passwords

REAL = passwords._hasher
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@contextmanager
def hashed_by(hasher: PasswordHasher) -> Iterator[None]:
    """Have passwords hashed with the parameters of this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", hasher)
        passwords._of_nobody.cache_clear()
        yield
    passwords._of_nobody.cache_clear()
