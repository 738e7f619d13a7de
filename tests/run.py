"""Runs the suite: all of it on SQLite with Whoosh, what speaks SQL on PostgreSQL too, the search contract on whoosh3.

With `--everything-on-postgresql` (`make test-all`) it runs the rest on PostgreSQL, which `make test` left out: the same
pages once more. Where PostgreSQL or Chromium is missing it says so and goes on; with CI=true that is a failure, so
that no skip hides one. Other arguments are handed to pytest.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHOOSH3 = ROOT / ".whoosh3"
CONTRACT = [str(file) for file in sorted((ROOT / "tests" / "search").glob("test_contract_*.py"))]
CONTRACT += [str(ROOT / "tests" / "search" / "test_whoosh.py")]
REST = "--everything-on-postgresql"
PARALLEL = ["-n", "2", "--dist", "loadgroup", "--durations=12", "--durations-min=2"]


def postgresql_answers() -> bool:
    """Tell whether somebody listens where the tests look for PostgreSQL."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


@contextmanager
def told(part: str) -> Iterator[None]:
    """Say which part begins, and how long it took."""
    print(f"== {part}", flush=True)
    began = time.monotonic()
    yield
    print(f"== {part}: {time.monotonic() - began:.0f} s", flush=True)


def pytest(database: str, *arguments: str) -> int:
    """Run pytest on one database; gives its exit code."""
    given = [one for one in sys.argv[1:] if one != REST]
    command = [sys.executable, "-m", "pytest", *PARALLEL, *arguments, *given]
    with told(f"Tests on {database}"):
        return subprocess.run(command, env=os.environ | {"TEST_DATABASE": database}, check=False).returncode


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
            return 1 if os.environ.get("CI") == "true" else 0
        kept.write_text(wanted)
    environment = os.environ | {"PYTHONPATH": str(WHOOSH3), "TEST_WHOOSH": "3", "TEST_DATABASE": "sqlite"}
    command = [sys.executable, "-m", "pytest", *PARALLEL, "-k", "not postgresql", *CONTRACT]
    with told("The search contract on whoosh3"):
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Run all, so that a fault on one database hides none on the other; gives an exit code that is not 0 if there is one."""
    rest = REST in sys.argv
    code = 0 if rest else pytest("sqlite")
    if not sys.argv[1:]:
        code = whoosh3() or code
    if postgresql_answers():
        # What needs no database, and the browser's journeys, need not run a second time.
        chosen = "not browser and not pure and not sql" if rest else "sql and not browser and not pure"
        return pytest("postgresql", "-m", chosen) or code
    if os.environ.get("CI") == "true":
        print("PostgreSQL does not answer on 127.0.0.1:5432, and CI must test on it.", flush=True)
        return code or 1
    print("== Tests on postgresql: skipped, PostgreSQL does not answer on 127.0.0.1:5432", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
