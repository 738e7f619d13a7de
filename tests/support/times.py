"""Says at the end of a run in which files the time went."""

from __future__ import annotations

from collections import Counter

import pytest

SHOWN = 10
_seconds: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up the time of a test with what prepared it and cleared up after it."""
    _seconds[report.nodeid.split("::")[0]] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that took longest, where many ran."""
    if len(_seconds) > SHOWN:
        terminalreporter.section(f"slowest {SHOWN} of {len(_seconds)} files, {_seconds.total():.0f} s in all")
        for file, seconds in _seconds.most_common(SHOWN):
            terminalreporter.line(f"{seconds:6.1f} s  {file}")
