"""How closely a run looks: quickly in `make test`, fully in `make test-all`, for hours in `make test-nightly`."""

from __future__ import annotations

import os

from hypothesis import settings

DEPTH = os.environ.get("TEST_DEPTH", "quick")
IS_QUICK = DEPTH == "quick"
FEWEST = 5
# A quick run asks the same examples each time, so that whoever broke nothing sees nothing fail; the others look for new ones.
settings.register_profile("quick", derandomize=True, database=None)
settings.register_profile("full")
settings.register_profile("nightly")
settings.load_profile(DEPTH)


def examples(number: int) -> int:
    """How many random examples to try, where a full run tries this many."""
    return {"quick": max(FEWEST, number // 4), "full": number, "nightly": 10 * number}[DEPTH]
