"""Runs the suite: quickly on SQLite with Whoosh, what speaks SQL on PostgreSQL too, the search contract on whoosh3.

Both databases are tested by the same processes, side by side. With `--rest` (`make test-rest`) it runs what that left
out and what is as quick: all cases of tests that have many, and everything else that needs a database, on PostgreSQL.
With `--thorough` it runs what takes long: what is marked `thorough`, and what looks closer there (all random examples,
axe at a desk's width too). `make test-all` runs both, `make test-nightly` with ten times the examples. Where PostgreSQL
or Chromium is missing it says so and goes on; with CI=true that is a failure, so that no skip hides one. Other
arguments are handed to pytest.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.browser import CHROMIUM
from tests.support.databases import UNREACHABLE, postgresql_answers

ROOT = Path(__file__).resolve().parents[1]
WHOOSH3 = ROOT / ".whoosh3"
CONTRACT = [str(file) for file in sorted((ROOT / "tests" / "search").glob("test_contract_*.py"))]
CONTRACT += [str(ROOT / "tests" / "search" / "test_whoosh.py")]
REST, THOROUGH = "--rest", "--thorough"
WITHOUT_BROWSER = "not browser and not pure"
PARALLEL = ["-n", "2", "--durations=10", "--durations-min=1"]
# Compiled files are kept, whatever the shell says: each of the sites that journeys start would compile us again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
IN_CI = os.environ.get("CI") == "true"


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Say which part begins, how long it took, and for how long it kept a processor busy."""
    print(f"== {part}", flush=True)
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    yield
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    print(f"== {part}: {time.monotonic() - began:.0f} s, of them {busy:.0f} s of processor time", flush=True)


def pytest(part: str, arguments: list[str], **environment: str) -> int:
    """Run pytest; return its exit code."""
    with timed(part):
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, env=ENVIRONMENT | environment, check=False).returncode


def whoosh3() -> int:
    """Run the search contract on the fork of Whoosh that is maintained, from a folder of its own."""
    wanted = (ROOT / "requirements-whoosh3.txt").read_text()
    kept = WHOOSH3 / "requirements.txt"
    if not kept.exists() or kept.read_text() != wanted:
        shutil.rmtree(WHOOSH3, ignore_errors=True)
        install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        where = ["--target", str(WHOOSH3), "-r", str(ROOT / "requirements-whoosh3.txt")]
        if subprocess.run([sys.executable, "-m", "pip", *install, *where], check=False).returncode:
            print("== The search contract on whoosh3: skipped, it could not be installed", flush=True)
            return 1 if IN_CI else 0
        kept.write_text(wanted)
    environment = {"PYTHONPATH": str(WHOOSH3), "TEST_WHOOSH": "3", "TEST_DATABASE": "sqlite"}
    return pytest("The search contract on whoosh3", ["-k", "not postgresql", *CONTRACT], **environment)


def run_all(given: list[str]) -> int:
    """Run what `make test` runs; return an exit code that is not 0 if anything failed."""
    on_both = postgresql_answers()
    part = "Tests on SQLite, and on PostgreSQL what speaks SQL" if on_both else "Tests on SQLite"
    database = "both" if on_both else "sqlite"
    code = pytest(
        part,
        [*PARALLEL, "-m", "not thorough and not variant", *given],
        TEST_DATABASE=database,
        TEST_PART="first",
    )
    if not given:
        code = whoosh3() or code
    return code


def run_rest(given: list[str]) -> int:
    """Run what `make test` leaves out and what is as quick; return an exit code that is not 0 if anything failed."""
    code = pytest("All cases of each test", [*PARALLEL, "-m", "variant and not thorough", *given])
    return run_on_postgresql("The rest on PostgreSQL", f"{WITHOUT_BROWSER} and not thorough", given) or code


def run_thorough(given: list[str]) -> int:
    """Run what takes long; return an exit code that is not 0 if anything failed."""
    depth, chosen = os.environ.get("TEST_DEPTH", "full"), [*PARALLEL, "-m", "thorough or deep", *given]
    code = pytest("What is thorough, and more random examples", chosen, TEST_DEPTH=depth)
    return (
        run_on_postgresql("The same on PostgreSQL", f"{WITHOUT_BROWSER} and sql and thorough", given) or code
    )


def run_on_postgresql(part: str, marks: str, given: list[str]) -> int:
    """Run what `make test` left out there of these marks; return pytest's exit code, 0 where there is no PostgreSQL."""
    if not postgresql_answers():
        return 0
    return pytest(part, [*PARALLEL, "-m", marks, *given], TEST_DATABASE="postgresql", TEST_PART="rest")


def say_what_is_missing() -> bool:
    """Name what cannot be tested on this machine; return whether something is."""
    postgresql = "" if postgresql_answers() else f"PostgreSQL: {UNREACHABLE}"
    chromium = (
        "" if CHROMIUM else "Journeys in a browser: Chromium is not installed (apt-get install chromium)"
    )
    missing = [one for one in (postgresql, chromium) if one]
    for one in missing:
        print(f"== Skipped: {one}", flush=True)
    return bool(missing)


def main() -> int:
    """Run all, so that one fault hides no other; return an exit code that is not 0 if there is one."""
    parts = {REST: run_rest, THOROUGH: run_thorough}
    given = [one for one in sys.argv[1:] if one not in parts]
    say_what_is_missing()
    wanted = [run for part, run in parts.items() if part in sys.argv] or [run_all]
    code = max([run(given) for run in wanted])
    return 1 if say_what_is_missing() and IN_CI else code


if __name__ == "__main__":
    sys.exit(main())
