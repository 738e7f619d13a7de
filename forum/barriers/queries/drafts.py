"""Reads reports that are being written."""

from __future__ import annotations

from sqlalchemy import select

from forum.barriers.answers import DRAFT_KIND
from forum.core.db import db
from forum.threads.models import Draft


def get_draft(key: str, *, kind: str = DRAFT_KIND) -> Draft | None:
    """Read what this key opens: a report, or with its own kind what a visitor wants to add to one."""
    if not (key.isascii() and key.isalnum()):
        return None
    return db.session.scalar(select(Draft).where(Draft.key == key, Draft.kind == kind))
