"""That a saved search can be followed: its owner hears when something new fits it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from forum.core.row_ids import read_id
from forum.councils.identity import Identity
from forum.discovery.queries import get_saved, list_saved_by_id
from forum.discovery.query_params import read_query
from forum.discovery.search_results import count_since
from forum.follows.followables import Followable, Named, Subject
from forum.follows.models import FollowKind
from forum.threads.synonyms import list_tag_synonyms


class FollowableSearch(Followable):
    """One of a person's own saved searches."""

    kind = FollowKind.SEARCH
    label = "Saved search"

    def name_all(self, identity: Identity, keys: Sequence[str]) -> Named:
        """Name one's own searches."""
        ids = [number for key in keys if (number := read_id(key)) is not None]
        return {
            str(one.id): Subject(
                self.kind, str(one.id), one.name, f"{url_for('search.search')}?{one.asks}", self.label
            )
            for one in list_saved_by_id(identity.person_id, ids)
        }

    def count_new(self, identity: Identity, key: str, since: datetime) -> int:
        """Count what this person would find that came since; the number stops where search stops counting."""
        saved = get_saved(identity.person, read_id(key) or 0) if identity.person else None
        if saved is None:
            return 0
        number, _ = count_since(read_query(saved.asks), identity, since, list_tag_synonyms())
        return number
