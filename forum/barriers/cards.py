"""A barrier as it stands in a list: no name of any group or person is ever on it."""

from __future__ import annotations

import re

from flask import url_for

from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.text import excerpt, plain
from forum.councils.identity import VISITOR, Identity
from forum.threads.cards import Card
from forum.threads.visibility import known_area

LONGEST_EXCERPT = 160
_CUT_TAG = re.compile(r"<[^>]*$")


def path(barrier: Barrier) -> str:
    """Return the address of a barrier's page within this site."""
    return url_for("barriers_show.show", number=barrier.id, slug=barrier.slug)


def barrier_line(barrier: Barrier) -> dict[str, object]:
    """Return what a public list of titles shows of a barrier; nobody's name is on it."""
    area = known_area(VISITOR, barrier)
    return {
        "url": path(barrier),
        "title": barrier.title,
        "area": area.name if area else "",
        "number_of_affected": barrier.number_of_affected,
        "state": str(barrier.state),
        "state_label": STATE_LABELS[State(barrier.state)],
    }


def card(barrier: Barrier, identity: Identity) -> Card:
    """Gather what the component thread_card shows. The reader must be one who may read the barrier.

    That the answer is overdue stands on the cards of the officers whose it is.
    """
    is_theirs = identity.is_officer_of(barrier.owed_by_id)
    area = known_area(identity, barrier)
    council_only = barrier.is_council_only
    return Card(
        url=path(barrier),
        title=barrier.title,
        category=barrier.category,
        kind_label="Barrier, for the council only" if council_only else "Barrier",
        state=str(barrier.state),
        state_label=STATE_LABELS[State(barrier.state)],
        council=barrier.council.name if barrier.council else "Council not known yet",
        area=area.name if area else "",
        when=barrier.created_at,
        number_of_affected=barrier.number_of_affected,
        number_of_comments=barrier.number_of_comments,
        excerpt=_beginning(barrier),
        overdue=is_theirs and barrier.is_overdue(clock.today()),
    )


def _beginning(barrier: Barrier) -> str:
    html = _CUT_TAG.sub("", (barrier.body_html or "")[: 6 * LONGEST_EXCERPT])
    return excerpt(plain(html), LONGEST_EXCERPT)
