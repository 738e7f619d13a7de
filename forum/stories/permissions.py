"""Who may do what with a story. Pure: an identity, a story and the groups the person is in."""

from __future__ import annotations

from collections.abc import Collection

from forum.councils.identity import Identity
from forum.stories.models import Outcome, Story
from forum.stories.vocabulary import Checker


def may_tell_story(identity: Identity) -> bool:
    """Whoever is signed in."""
    return identity.person is not None


def may_change_story(identity: Identity, story: Story, groups: Collection[int]) -> bool:
    """Its author, those who speak in it for its group (`own_groups`) and moderators, until it is locked or hidden."""
    if identity.person is None or story.locked_at is not None:
        return False
    if identity.is_moderator:
        return True
    return story.is_in_sight and is_own_story(identity, story, groups)


def may_check_outcome(identity: Identity, story: Story, groups: Collection[int]) -> bool:
    """Whoever is signed in and does not belong to the story: nobody checks their own result."""
    return identity.person is not None and story.is_in_sight and not is_own_story(identity, story, groups)


def may_uncheck_outcome(identity: Identity, outcome: Outcome) -> bool:
    """Whoever checked it, and moderators."""
    if outcome.checked_as == Checker.NOBODY:
        return False
    return identity.is_moderator or (
        identity.person_id is not None and identity.person_id == outcome.checked_by_id
    )


def checks_as(identity: Identity) -> Checker:
    """An officer of any council checks as an independent person, anybody else as a peer."""
    return Checker.INDEPENDENT if identity.officer_of else Checker.PEER


def is_own_story(identity: Identity, story: Story, groups: Collection[int]) -> bool:
    """Return whether somebody wrote the story or is in a group that it is about."""
    if story.told_at is not None and identity.person_id == story.author_id:
        return True
    return story.group_id in groups or any(one.group_id in groups for one in story.recipients)
