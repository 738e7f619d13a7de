"""Says at the end of a run in which folders and files the time went: of the processor, which other programs do not lengthen."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Generator

import pytest

SHOWN = 15
_tests: Counter[str] = Counter()
_seconds: Counter[str] = Counter()
_before = 0.0


def processor_seconds() -> float:
    """Return for how long this process, and those it started that have ended, kept a processor busy."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def pytest_runtest_logstart() -> None:
    """Begin to measure a test."""
    global _before  # noqa: PLW0603  # a process runs one test at a time
    _before = processor_seconds()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write into the report of each phase what it cost; xdist hands that on."""
    global _before
    report = yield
    now = processor_seconds()
    report.processor, _before = now - _before, now  # type: ignore[attr-defined]
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a test cost, with what prepared it and cleared up after it."""
    file = report.nodeid.split("::")[0]
    _seconds[file] += report.processor  # type: ignore[attr-defined]
    _tests[file] += report.when == "call"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name all folders, and the files that cost most, where many ran."""
    if len(_seconds) <= SHOWN:
        return
    terminalreporter.section(f"seconds of processor time, {_seconds.total():.0f} in all: folders")
    _write(terminalreporter, _by_folder(_seconds), _by_folder(_tests))
    terminalreporter.section(f"the {SHOWN} of {len(_seconds)} files that cost most")
    _write(terminalreporter, Counter(dict(_seconds.most_common(SHOWN))), _tests)


def _write(terminalreporter: pytest.TerminalReporter, seconds: Counter[str], tests: Counter[str]) -> None:
    for where, cost in seconds.most_common():
        terminalreporter.line(f"{cost:7.1f} s {tests[where]:5} tests  {where}")


def _by_folder(files: Counter[str]) -> Counter[str]:
    folders: Counter[str] = Counter()
    for file, number in files.items():
        folders["/".join(file.split("/")[:2])] += number
    return folders
