"""Where the small inputs lie that people's files led to; tests that use them skip where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the small inputs are not beside this checkout")
