"""What stories know of who can help: those like it, and the groups that tell them."""

from __future__ import annotations

from forum.core.text import quoted
from forum.stories.models import Story
from forum.threads.help import (
    FeatureHelp,
    HelpList,
    Neighbour,
    Reasons,
    as_sentence,
    cards_with_reasons,
)


def find_help(reasons: Reasons) -> FeatureHelp:
    """Find stories like it, and name the groups that tell them: a story is told with a name."""
    stories = reasons.ranked([one for one in reasons.like(Story) if one.archived_at is None])
    told = [one for one in stories if one.told_at is not None and not one.is_nameless]
    return FeatureHelp(
        lists=(
            HelpList(
                heading="Stories of those who did it",
                cards=cards_with_reasons(stories, reasons),
                rank=20,
                missing="stories",
            ),
        ),
        groups=[
            Neighbour(
                one.group,
                f"Their story: {quoted(one.title)}. {as_sentence(reasons.of(one))}",
                rank=10,
            )
            for one in told
            if one.group is not None
        ],
    )
