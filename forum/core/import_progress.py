"""How a command shows an import: a bar while it reads, then what it did and what it skipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from forum.core.db import transaction
from forum.core.importing import ImportRefusedError, ImportReport, Progress

MOST_REASONS_SHOWN = 50


@contextmanager
def importing(file: Path, *, label: str) -> Iterator[Progress]:
    """One transaction and a progress bar over the file; a refusal becomes words, with nothing half-written."""
    length = file.stat().st_size if file.is_file() else 1
    try:
        with transaction(), click.progressbar(length=length, label=label) as bar:
            yield bar.update
            bar.update(length - bar.pos)
    except ImportRefusedError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error


def tell(report: ImportReport, what: str) -> None:
    """Print what an import did, with the number and the reason of every row that was skipped."""
    click.echo(
        f"Read {report.read:,} rows: {report.made:,} {what} made, {report.changed:,} changed,"
        f" {report.unchanged:,} as they were, {len(report.skipped):,} rows skipped."
    )
    for remark, times in report.remarks.most_common(MOST_REASONS_SHOWN):
        if times:
            click.echo(f"  {times:,} x {remark}")
    for one in report.skipped[:MOST_REASONS_SHOWN]:
        click.echo(f"  row {one.row}: skipped, because {one.why}")
    if len(report.skipped) > MOST_REASONS_SHOWN:
        click.echo(f"  … and {len(report.skipped) - MOST_REASONS_SHOWN:,} more rows skipped")
