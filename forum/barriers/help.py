"""What barriers know of who can help: how others got past one like it, and who still has it in the way."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle.states import GOT_PAST_STATES, NOT_FOR_COUNCIL_STATES
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import list_who_got_past
from forum.core.db import db
from forum.core.text import quoted
from forum.councils.identity import Identity
from forum.threads.help import (
    MOST_OF_EACH,
    FeatureHelp,
    HelpList,
    Neighbour,
    Reasons,
    Wanted,
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
    wanted, identity = reasons.wanted, reasons.identity
    found = [one for one in reasons.like(Barrier) if one.state not in NOT_FOR_COUNCIL_STATES]
    if wanted.category:
        of_kind = [one for one in found if one.category == wanted.category]
        both = [*of_kind, *_past_of_kind(wanted, identity)]
        found = list({one.id: one for one in both}.values())
    return found


def _past_of_kind(wanted: Wanted, identity: Identity) -> Sequence[Barrier]:
    query = (
        select(Barrier)
        .where(readable(identity), Barrier.category == wanted.category, Barrier.state.in_(GOT_PAST_STATES))
        .options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))
        .order_by(Barrier.id.desc())
    )
    return db.session.scalars(query.limit(MOST_OF_EACH)).all()


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
