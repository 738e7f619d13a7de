"""What barriers know of who can help: how others got past one like it, and who still has it in the way."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from forum.barriers.lifecycle.states import GOT_PAST_STATES, NOT_FOR_COUNCIL_STATES
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import list_who_got_past
from forum.core.text import quoted
from forum.councils.identity import Identity
from forum.threads.help import (
    MOST_OF_EACH,
    FeatureHelp,
    HelpList,
    Neighbour,
    Reasons,
    as_sentence,
    cards_with_reasons,
)
from forum.threads.visibility import readable


def find_help(reasons: Reasons) -> FeatureHelp:
    """Find barriers like it, and the groups that got past one."""
    barriers = reasons.ranked(_barriers(reasons))
    past = [one for one in barriers if one.state in GOT_PAST_STATES]
    met = [one for one in barriers if one.state not in GOT_PAST_STATES]
    return FeatureHelp(
        lists=(
            HelpList(
                heading="How others got past it",
                cards=cards_with_reasons(past, reasons),
                rank=10,
                missing="barriers that others got past",
            ),
            HelpList(heading="Others met it too", cards=cards_with_reasons(met, reasons), rank=30),
        ),
        groups=_groups(barriers, reasons),
    )


def _barriers(reasons: Reasons) -> list[Barrier]:
    """Find barriers like it, wherever they are; with a kind alone, the newest of that kind that were got past."""
    found = [one for one in reasons.like(Barrier) if one.state not in NOT_FOR_COUNCIL_STATES]
    category = reasons.wanted.category
    return [one for one in found if one.category == category] if category else found


def past_of_kind(category: str, identity: Identity) -> Select[tuple[int]]:
    """Select the ids of the newest of a kind that were got past, as far as this person may read them."""
    past = readable(identity), Barrier.category == category, Barrier.state.in_(GOT_PAST_STATES)
    return select(Barrier.id).where(*past).order_by(Barrier.id.desc()).limit(MOST_OF_EACH)


def _groups(barriers: Sequence[Barrier], reasons: Reasons) -> list[Neighbour]:
    """Name those that got past one; the query leaves out whoever asked not to be named."""
    by_number = {one.id: one for one in barriers}
    said = "They met {}, and got past it. {}"
    return [
        Neighbour(
            group,
            said.format(quoted(by_number[number].title), as_sentence(reasons.of(by_number[number]))),
            rank=20,
        )
        for group, number in list_who_got_past(barriers)
    ]
