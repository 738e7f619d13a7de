"""Makes the archive of what is kept about somebody: JSON for programs, one page for reading, and their files."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import render_template

from forum.accounts.models import Person
from forum.core import clock
from forum.core.personal_data import StoredCopy, read_rows
from forum.privacy.declared import code_labels, list_personal_data, list_personal_tables
from forum.privacy.plain_words import Labels, is_readable, say_column, say_value

MOST_ROWS = 50_000
"""Of one table; more than anybody has, so that no download can be endless."""
IN_MEMORY = 5_000_000
MISSING = "This file is named in our records, but the file itself is missing here.\n"


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """What one table holds of somebody, under the heading that people read."""

    name: str
    heading: str
    rows: Sequence[dict[str, Any]]

    @property
    def columns(self) -> list[str]:
        """The columns that say something to people, in order, where anything stands in them."""
        names = filter(is_readable, self.rows[0] if self.rows else ())
        return [name for name in names if any(_is_said(row[name]) for row in self.rows)]

    def facts(self, row: dict[str, Any], labels: Labels) -> list[tuple[str, str]]:
        """Return what a row says to people: what each fact is called, and the fact."""
        said = ((say_column(name), say_value(self.name, name, row[name], labels)) for name in self.columns)
        return [(label, value) for label, value in said if value]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that goes into one archive, read already."""

    made_at: datetime
    tables: Sequence[ExportedTable]
    files: Sequence[StoredCopy]
    page: str

    @property
    def number_of_rows(self) -> int:
        """How many rows it holds."""
        return sum(len(table.rows) for table in self.tables)


def gather(person: Person) -> Export:
    """Read all that is kept about somebody; the files are only listed, since reading them takes time."""
    made_at = clock.now()
    tables = [
        ExportedTable(one.sql.name, one.heading, read_rows(one, person.id, MOST_ROWS))
        for one in list_personal_tables()
    ]
    tables = [table for table in tables if table.rows]
    files = [copy for data in list_personal_data() if data.files for copy in data.files(person.id)]
    page = render_template(
        "privacy/export.html",
        person=person,
        tables=tables,
        labels=code_labels(),
        files=files,
        made_at=made_at,
    )
    return Export(made_at, tables, files, page)


def write_archive(export: Export) -> IO[bytes]:
    """Write the archive; asks nothing of the database, so that nobody waits for it."""
    archive = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("your-data.html", export.page)
        opened.writestr("your-data.json", _json(export))
        for copy in export.files:
            content = copy.read()
            name = PurePath(copy.name).name
            if content is None:
                opened.writestr(f"files/{name}.missing.txt", MISSING)
            else:
                opened.writestr(f"files/{name}", content)
    archive.seek(0)
    return archive


def _json(export: Export) -> str:
    said = {
        "made_at": export.made_at.isoformat(),
        "what": [
            {"table": table.name, "heading": table.heading, "rows": list(table.rows)}
            for table in export.tables
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _is_said(value: object) -> bool:
    return value not in (None, "", {}, [])
