"""What goes onto the pictures that are shared: public figures, and never the name of a group or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core.settings import settings
from forum.core.urls import with_host
from forum.councils.models import Council
from forum.dashboards.figures.definitions import GROUPS, OPEN, REMOVED
from forum.dashboards.figures.schema import Figure, Obstacle
from forum.dashboards.output.share_cards import ShareCard
from forum.dashboards.output.words import number_words, period_words


@dataclass(frozen=True, slots=True)
class Share:
    """What other sites show beside a link: a title, the picture in words, its whole address."""

    title: str
    alt: str
    url: str


def council_card(
    council: Council, headline: Sequence[Figure], *, name: str = "", top: Obstacle | None = None
) -> ShareCard:
    """Say how many groups were held up, what was solved, and what keeps coming back, or how many still wait.

    `name` is what the days are called, where they have a name.
    """
    by_key = {one.definition.key: one for one in headline}
    groups = by_key[GROUPS.key]
    is_told = not groups.is_suppressed and groups.value is not None
    period = groups.period
    return ShareCard(
        site=settings().site_name,
        council=council.official_name or council.name,
        number=number_words(groups.value) if is_told else "Fewer than 5",
        label="groups said that something got in their way",
        sentence=_solved(by_key[REMOVED.key], by_key[OPEN.key], top),
        period=name or (period_words(period) if period else ""),
    )


def _solved(gone: Figure, waiting: Figure, top: Obstacle | None) -> str:
    """Say what was solved first; where that is nothing yet, only what is left."""
    solved = (
        f"{_told(gone)} {'barrier' if _is_one(gone) else 'barriers'} removed, confirmed by the groups affected. "
        if gone.is_suppressed or gone.value
        else ""
    )
    if top is not None:
        return f"{solved}What keeps coming back: {top.category_label} ({top.rule_source_label})."
    still = "still " if solved else ""
    return f"{solved}{_told(waiting)} {still}{'waits' if _is_one(waiting) else 'wait'} for the council."


def barrier_card(barrier: Barrier) -> ShareCard:
    """Say what the barrier is and how many groups it affects. Only for a barrier that everybody may read."""
    number = barrier.number_of_affected
    return ShareCard(
        site=settings().site_name,
        council=barrier.council.official_name if barrier.council else "Council not known yet",
        number=f"{number:,}",
        label=f"{'group says' if number == 1 else 'groups say'} that this affects them",
        sentence=barrier.title,
        period=STATE_LABELS[State(barrier.state)],
    )


def share(title: str, card: ShareCard, path: str) -> Share:
    """Give what stands in the head of a page about its picture; the address changes with the picture."""
    return Share(title, card.alt, f"{with_host(path)}?v={card.version}")


def _is_one(figure: Figure) -> bool:
    return not figure.is_suppressed and figure.value == 1


def _told(figure: Figure) -> str:
    return "Few" if figure.is_suppressed else number_words(figure.value or 0)
