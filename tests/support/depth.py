"""How closely a run looks: quickly in `make test`, fully in `make test-all`, for hours in `make test-nightly`."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from typing import Any, TypeVar

import pytest
from hypothesis import settings

Value = TypeVar("Value")

DEPTH = os.environ.get("TEST_DEPTH", "quick")
IS_QUICK = DEPTH == "quick"
FEWEST = 4
# A quick run asks the same examples each time, so that whoever broke nothing sees nothing fail; the others look for new ones.
settings.register_profile("quick", derandomize=True, database=None, max_examples=100 // 6)
settings.register_profile("full")
settings.register_profile("nightly")
settings.load_profile(DEPTH)


def shortened(values: Iterable[Value], *, to: Container[Value]) -> list[Any]:
    """Return the values of a parameter: `make test` tries those named, `make test-all` the others too."""
    return [one if one in to else pytest.param(one, marks=pytest.mark.thorough) for one in values]


def examples(number: int) -> int:
    """How many random examples to try, where a full run tries this many."""
    return {"quick": max(FEWEST, number // 6), "full": number, "nightly": 10 * number}[DEPTH]
