"""The search engine of the running application: opened once in each process, when first asked."""

from __future__ import annotations

from typing import cast

from flask import current_app

from forum.core.db import db
from forum.core.settings import settings
from forum.search.engine import SearchEngine
from forum.search.factory import open_engine
from forum.search.meaning.encoder import load_encoder
from forum.search.meaning.index import MeaningIndex

ENGINE, SYNONYMS, MEANING = "clearway_search_engine", "clearway_search_synonyms", "clearway_search_meaning"


def engine() -> SearchEngine:
    """Return this process's engine."""
    if ENGINE not in current_app.extensions:
        site = settings()
        current_app.extensions[ENGINE] = open_engine(
            backend=site.search_backend,
            index_folder=site.index_folder,
            database_engine=db.engine if site.search_backend == "postgresql" else None,
            synonyms=current_app.extensions.get(SYNONYMS, ()),
        )
    return cast("SearchEngine", current_app.extensions[ENGINE])


def meaning() -> MeaningIndex | None:
    """Return what this process knows of meanings; None where the setting or a missing package turns that off."""
    encoder = load_encoder() if settings().search_meaning else None
    if encoder is None:
        return None
    if MEANING not in current_app.extensions:
        current_app.extensions[MEANING] = MeaningIndex(encoder)
    return cast("MeaningIndex", current_app.extensions[MEANING])


def close_engine() -> None:
    """Let go of this process's engine; the next question opens another."""
    current_app.extensions.pop(MEANING, None)
    opened = current_app.extensions.pop(ENGINE, None)
    if opened is not None:
        opened.close()
