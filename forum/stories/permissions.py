"""Who may do what with a story. Pure: a standing, a story and the groups the person is in."""

from __future__ import annotations

from collections.abc import Collection

from forum.councils.identity import Standing
from forum.stories.models import Outcome, Story
from forum.stories.vocabulary import Checker


def may_tell_story(standing: Standing) -> bool:
    """Whoever is signed in."""
    return standing.person is not None


def may_change_story(standing: Standing, story: Story, groups: Collection[int]) -> bool:
    """Its author, those who speak in it for its group (`own_groups`) and moderators, until it is locked or hidden."""
    if standing.person is None or story.locked_at is not None:
        return False
    if standing.is_moderator:
        return True
    return story.hidden_at is None and is_own_story(standing, story, groups)


def may_archive_story(standing: Standing, story: Story, groups: Collection[int]) -> bool:
    """Whoever may change it."""
    return may_change_story(standing, story, groups)


def may_check_outcome(standing: Standing, story: Story, groups: Collection[int]) -> bool:
    """Whoever is signed in and does not belong to the story: nobody checks their own result."""
    return (
        standing.person is not None and story.hidden_at is None and not is_own_story(standing, story, groups)
    )


def may_uncheck_outcome(standing: Standing, outcome: Outcome) -> bool:
    """Whoever checked it, and moderators."""
    if outcome.checked_as == Checker.NOBODY:
        return False
    return standing.is_moderator or (
        standing.person_id is not None and standing.person_id == outcome.checked_by_id
    )


def checks_as(standing: Standing) -> Checker:
    """An officer of any council checks as an independent person, anybody else as a peer."""
    return Checker.INDEPENDENT if standing.officer_of else Checker.PEER


def is_own_story(standing: Standing, story: Story, groups: Collection[int]) -> bool:
    """Tell whether somebody wrote the story or is in a group that it is about."""
    if story.told_at is not None and standing.person_id == story.author_id:
        return True
    return story.group_id in groups or any(one.group_id in groups for one in story.recipients)
