"""Runs the whole suite: on SQLite with Whoosh, then on PostgreSQL; and the search contract on whoosh3.

Where PostgreSQL or Chromium is missing it says so and goes on; with CI=true that is a failure, so that
no skip hides one. Arguments are handed to pytest.
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
PARALLEL = ["-n", "2", "--dist", "loadgroup"]


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
    command = [sys.executable, "-m", "pytest", *PARALLEL, *arguments, *sys.argv[1:]]
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
    code = pytest("sqlite")
    if not sys.argv[1:]:
        code = whoosh3() or code
    if postgresql_answers():
        # What needs no database, and the browser's journeys, need not run a second time.
        return pytest("postgresql", "-m", "not browser and not pure") or code
    if os.environ.get("CI") == "true":
        print("PostgreSQL does not answer on 127.0.0.1:5432, and CI must test on it.", flush=True)
        return code or 1
    print("== Tests on postgresql: skipped, PostgreSQL does not answer on 127.0.0.1:5432", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
