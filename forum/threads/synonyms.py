"""The synonyms that moderators gave tags, as synonyms of words: who asks for one finds the other."""

from __future__ import annotations

from functools import lru_cache

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.search.current import SYNONYMS
from forum.search.synonyms import Synonyms
from forum.threads.models import Tag

MOST_SYNONYMS = 500
Pairs = tuple[tuple[str, str], ...]


def list_tag_synonyms() -> Pairs:
    """List the tags that mean another, each with it, by one look into the index of those that do."""
    meant = aliased(Tag)
    query = (
        select(Tag.name, meant.name)
        .join(meant, meant.id == Tag.synonym_of_id)
        .where(Tag.synonym_of_id > 0)  # a range of the index, which "is not null" is not to every database
        .order_by(Tag.synonym_of_id, Tag.id)
        .limit(MOST_SYNONYMS)
    )
    return tuple((name, other) for name, other in db.session.execute(query))


def widened_by(pairs: Pairs) -> Synonyms:
    """Return the synonyms of the vocabulary and these of tags; made anew only when the tags' have changed."""
    return _made(tuple(map(tuple, current_app.extensions.get(SYNONYMS, ()))), pairs)


@lru_cache(maxsize=4)
def _made(groups: tuple[tuple[str, ...], ...], pairs: Pairs) -> Synonyms:
    by_meaning: dict[str, list[str]] = {}
    for name, other in pairs:
        by_meaning.setdefault(other, [other]).append(name)
    tags = ([name.replace("-", " ") for name in names] for names in by_meaning.values())
    return Synonyms((*groups, *tags))
