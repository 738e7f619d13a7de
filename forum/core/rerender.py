"""Renders stored HTML again after a change of the text pipeline (ADR 0003), a few rows at a time, beside everything else."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapper

from forum.core.db import Base, db, transaction
from forum.core.text import PIPELINE_VERSION, TextRefused, render

ROWS_AT_ONCE = 20  # about 50 ms of rendering, in which nobody else can write on SQLite
VERSION = "html_version"
HTML = "_html"

log = logging.getLogger(__name__)


def rerender_outdated() -> int:
    """Render again whatever an older pipeline rendered; return the number of rows. A kill in the middle loses nothing."""
    number = 0
    for mapper in Base.registry.mappers:
        if VERSION in mapper.columns and mapper.inherits is None:
            while done := _rerender_some(mapper):
                number += done
    return number


def _rerender_some(mapper: Mapper[Any]) -> int:
    model = mapper.class_
    outdated = select(model).where(getattr(model, VERSION) < PIPELINE_VERSION)
    with transaction():
        rows = list(db.session.scalars(outdated.order_by(model.id).limit(ROWS_AT_ONCE)))
        for row in rows:
            _rerender(row)
    return len(rows)


def _rerender(row: Base) -> None:
    """Render each `x_html` of a row from its `x`; a text that is now refused keeps the HTML it has."""
    for attribute in inspect(row).mapper.column_attrs:
        if attribute.key.endswith(HTML):
            try:
                setattr(row, attribute.key, render(getattr(row, attribute.key.removesuffix(HTML))))
            except TextRefused as refusal:
                log.warning("%s keeps its older HTML: %s", row, refusal)
    setattr(row, VERSION, PIPELINE_VERSION)
