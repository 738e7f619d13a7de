"""What people do with searches they want to ask again."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.discovery.models import LONGEST_ADDRESS, LONGEST_SEARCH_NAME, SavedSearch
from forum.discovery.queries import MOST_SAVED, count_saved, find_saved
from forum.follows.actions import end_follow, follow_subject
from forum.follows.models import FollowKind
from forum.follows.queries import find_follow


class SearchNotSavedError(ValueError):
    """A search that cannot be saved; its message says why, for people."""


def save_search(*, person: Person, name: str, asks: str) -> SavedSearch:
    """Save a search and follow it; saving it twice gives the one that is there. Raises SearchNotSavedError.

    What is there now is not new: the count begins at this moment.
    """
    known = find_saved(person, asks)
    if known is not None:
        return known
    if len(asks) > LONGEST_ADDRESS:
        raise SearchNotSavedError("This search is too long to be saved. Remove some words or filters.")
    if count_saved(person) >= MOST_SAVED:
        raise SearchNotSavedError(f"You have saved {MOST_SAVED} searches. Remove one to save another.")
    saved = SavedSearch(
        person_id=person.id,
        name=name[:LONGEST_SEARCH_NAME],
        asks=asks,
        seen_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(saved)
    db.session.flush()
    follow_subject(person=person, kind=FollowKind.SEARCH, key=str(saved.id))
    return saved


def see_search(*, saved: SavedSearch) -> None:
    """Record that its results have been looked at now."""
    saved.seen_at = clock.now()


def rename_search(*, saved: SavedSearch, name: str) -> None:
    """Give it another name."""
    saved.name = name[:LONGEST_SEARCH_NAME]


def remove_search(*, saved: SavedSearch) -> None:
    """Forget it, and tell nobody any more of what fits it."""
    person_id, key = saved.person_id, str(saved.id)
    follow = find_follow(person_id=person_id, kind=FollowKind.SEARCH, key=key)
    if follow is not None:
        end_follow(follow=follow)
    db.session.delete(saved)
    db.session.flush()
