"""Runs the whole suite: on SQLite with Whoosh, then on PostgreSQL.

Where PostgreSQL or Chromium is missing it says so and goes on; with CI=true that is a failure, so that
no skip hides one. Arguments are handed to pytest.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys

PARALLEL = ["-n", "2", "--dist", "loadgroup"]


def postgresql_answers() -> bool:
    """Tell whether somebody listens where the tests look for PostgreSQL."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


def pytest(database: str, *arguments: str) -> int:
    """Run pytest on one database; gives its exit code."""
    print(f"== Tests on {database}", flush=True)
    command = [sys.executable, "-m", "pytest", *PARALLEL, *arguments, *sys.argv[1:]]
    return subprocess.run(command, env=os.environ | {"TEST_DATABASE": database}, check=False).returncode


def main() -> int:
    """Run both; gives the first exit code that is not 0."""
    code = pytest("sqlite")
    if postgresql_answers():
        # What needs no database, and the browser's journeys, need not run a second time.
        return code or pytest("postgresql", "-m", "not browser and not pure")
    if os.environ.get("CI") == "true":
        print("PostgreSQL does not answer on 127.0.0.1:5432, and CI must test on it.", flush=True)
        return code or 1
    print("== Tests on postgresql: skipped, PostgreSQL does not answer on 127.0.0.1:5432", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
