"""`python -m tests.routes --missing` prints the rows that the table lacks; `--walk ADDRESS` says what routes below it answer."""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from tests.routes.site import RoleSite
from tests.routes.table import HEAD, OPEN, ROLES, list_routes, missing_rows, read_table
from tests.routes.walk import Walk
from tests.support.apps import Apps, undone


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.routes", description=__doc__)
    parser.add_argument(
        "--missing", action="store_true", help="print a row for each route that the table lacks"
    )
    parser.add_argument(
        "--walk", metavar="ADDRESS", help="ask the routes whose address begins so, and print what is answered"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="routes-") as folder:
        apps = Apps(lambda name: Path(tempfile.mkdtemp(prefix=name, dir=folder)), Path(folder))
        app = apps.empty("sqlite")
        writer = csv.writer(sys.stdout, lineterminator="\n")
        if asked.missing:
            writer.writerows(missing_rows(app))
        if asked.walk:
            writer.writerow(HEAD)
            with undone(app):
                site = RoleSite()
                routes = [one for one in list_routes(app) if one.route.startswith(asked.walk)]
                columns = []
                for role in ROLES:
                    walk = Walk(app, site, role)
                    columns.append([walk.answer_or_error(one) for one in routes])
                table = read_table()
                for at, one in enumerate(routes):
                    given = [column[at] for column in columns]
                    said = table.get(one, dict.fromkeys(ROLES, OPEN)).values()
                    writer.writerow(
                        [*one, *(a if a == b else f"{a} (not {b})" for a, b in zip(given, said, strict=True))]
                    )
        apps.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
