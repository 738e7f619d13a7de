"""Reads reports that are being written."""

from __future__ import annotations

from sqlalchemy import select

from forum.barriers.answers import DRAFT_KIND
from forum.core.db import db
from forum.threads.models import Draft


def get_draft(key: str) -> Draft | None:
    """Read the report that this key opens."""
    return db.session.scalar(select(Draft).where(Draft.key == key, Draft.kind == DRAFT_KIND))
