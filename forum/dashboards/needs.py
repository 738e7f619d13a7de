"""What people looked for at a council and did not find."""

from __future__ import annotations

from forum.dashboards import definitions as words
from forum.dashboards.shapes import Column, Row, Table


def unmet_needs_table(rows: list[Row], note: str = "") -> Table:
    """Give the table of unmet needs with these rows."""
    return Table(
        key=words.UNMET_NEEDS.key,
        title=words.UNMET_NEEDS.label,
        words=words.UNMET_NEEDS.words,
        columns=[Column("words", "Looked for", is_number=False), Column("times", "Times", "times")],
        rows=rows,
        note=note,
    )
