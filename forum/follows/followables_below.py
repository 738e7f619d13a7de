"""What can be followed of the features below: threads, tags, kinds of barrier, wards, councils and groups."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from forum.core.row_ids import read_id
from forum.councils.identity import VISITOR, Identity
from forum.follows.followables import USUAL, Followable, Named, Subject
from forum.follows.models import FollowKind, Frequency
from forum.follows.queries import list_areas_by_id, list_councils_by_id, list_groups_by_id, list_tags_by_name
from forum.threads.kinds import can_read, kind_of, list_facet_labels, path_of
from forum.threads.models import Thread
from forum.threads.queries import list_threads_by_number
from forum.threads.visibility import may_know_author, public_area_id


class FollowableThread(Followable):
    """One post: whatever happens in it."""

    kind = FollowKind.THREAD
    label = "Post"

    def name_all(self, identity: Identity, keys: Sequence[str]) -> Named:
        """Name the threads that this reader may read."""
        threads = list_threads_by_number(_ids(keys))
        return {
            str(one.id): Subject(self.kind, str(one.id), one.title, path_of(one), kind_of(one).label)
            for one in threads
            if can_read(identity, one)
        }

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return its own number."""
        return (str(thread.id),)


class FollowableTag(Followable):
    """What carries a tag."""

    kind = FollowKind.TAG
    label = "Tag"

    def name_all(self, identity: Identity, keys: Sequence[str]) -> Named:
        """Name the tags that this reader may see on a thread."""
        found = list_tags_by_name(identity, keys)
        return {
            one.name: Subject(
                self.kind, one.name, one.name, url_for("tag_pages.tag", name=one.name), self.label
            )
            for one in found
        }

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return the names of its tags."""
        return [tag.name for tag in thread.tags]


class FollowableCategory(Followable):
    """One kind of barrier, wherever it is met."""

    kind = FollowKind.CATEGORY
    label = "Kind of barrier"

    def name_all(self, _identity: Identity, keys: Sequence[str]) -> Named:
        """Name the kinds of barriers."""
        labels = list_facet_labels("category")
        return {
            key: Subject(self.kind, key, labels[key], url_for("barriers.barriers", category=key), self.label)
            for key in keys
            if key in labels
        }

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return the code of what it is about."""
        code = kind_of(thread).category(thread)
        return (code,) if code else ()


class FollowableWard(Followable):
    """What is posted about a ward by those who may be known to be there."""

    kind = FollowKind.WARD
    label = "Ward"

    def name_all(self, _identity: Identity, keys: Sequence[str]) -> Named:
        """Name the wards, each with its council."""
        return {
            str(one.id): Subject(
                self.kind,
                str(one.id),
                f"{one.full_name}, {one.council.name}",
                url_for("places.area", slug=one.council.slug, area_slug=one.slug),
                self.label,
            )
            for one in list_areas_by_id(_ids(keys))
        }

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return its ward where everybody may know it: that somebody hears of it would say where it is."""
        number = public_area_id(thread)
        return (str(number),) if number is not None else ()


class FollowableCouncil(Followable):
    """What is posted about a council, and what it answers; by email also its summary of each month."""

    kind = FollowKind.COUNCIL
    label = "Council"
    frequencies = (*USUAL[:3], Frequency.MONTHLY, *USUAL[3:])

    def name_all(self, _identity: Identity, keys: Sequence[str]) -> Named:
        """Name the councils."""
        return {
            str(one.id): Subject(
                self.kind, str(one.id), one.name, url_for("places.council", slug=one.slug), self.label
            )
            for one in list_councils_by_id(_ids(keys))
        }

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return its council."""
        return (str(thread.council_id),) if thread.council_id is not None else ()


class FollowableGroup(Followable):
    """What a group posts under its name."""

    kind = FollowKind.GROUP
    label = "Group"

    def name_all(self, _identity: Identity, keys: Sequence[str]) -> Named:
        """Name the groups."""
        return {
            str(one.id): Subject(
                self.kind,
                str(one.id),
                one.spoken_name,
                url_for("group_pages.group", number=one.id, slug=one.slug),
                self.label,
            )
            for one in list_groups_by_id(_ids(keys))
        }

    def keys_of(self, thread: Thread) -> Sequence[str]:
        """Return its group, where that is named and has not taken its name back."""
        is_named = may_know_author(VISITOR, thread) and thread.name_taken_back_at is None
        return (str(thread.group_id),) if thread.group_id is not None and is_named else ()


def _ids(keys: Sequence[str]) -> list[int]:
    return [number for key in keys if (number := read_id(key)) is not None]


FOLLOWABLES_BELOW = (
    FollowableThread(),
    FollowableTag(),
    FollowableCategory(),
    FollowableWard(),
    FollowableCouncil(),
    FollowableGroup(),
)
