"""Which tests run in one process: those that share what is costly to make, such as a site with a browser."""

from __future__ import annotations

from functools import cache

import pytest
from xdist.scheduler import LoadScopeScheduling

from config import ROOT

SHARED = ("built_once(", 'scope="module"')


class Together(LoadScopeScheduling):
    """Hands out the journeys as one piece, a file whose tests share something as one, and every other test by itself.

    The largest piece comes first. (Marks of xdist_group do nothing with pytest 9.2: xdist 3.8 writes them into an
    attribute that is no longer there.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return kept_together(file) or nodeid


@cache
def kept_together(file: str) -> str:
    """Name the piece to which all tests of a file belong; empty where each may run anywhere."""
    words = (ROOT / file).read_text()
    if "/journeys/" in file or "pytest.mark.browser" in words:
        return "journeys"
    return file if any(one in words for one in SHARED) else ""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    """Have xdist hand out tests that way."""
    return Together(config, log)  # type: ignore[arg-type]
