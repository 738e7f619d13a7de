"""A group's organisers take back advice or an offer of help that was given in its name."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock
from forum.questions.actions.offers import stop_offer
from forum.questions.models import Advice, Offer
from forum.threads.actions.group_statements import keep_taken_back
from forum.threads.models import StatementKind, Thread
from forum.threads.reindex import enqueue_reindex


def take_back_advice(*, advice: Advice, thread: Thread, by: Person) -> None:
    """Take the group's name off an answer to a question; the comment stays its writer's."""
    group = advice.group
    if group is None:
        return
    advice.group_id = advice.group = None
    advice.name_taken_back_at = clock.now()
    keep_taken_back(
        group=group,
        kind=StatementKind.ADVICE,
        number=advice.comment_id,
        thread=thread,
        author_id=advice.comment.author_id,
        by=by,
    )
    enqueue_reindex(f"comment:{advice.comment_id}")


def take_back_offer(*, offer: Offer, by: Person) -> None:
    """Stop an offer that was made for the group; what was agreed stays for the two who agreed it."""
    group = offer.group
    if group is None:
        return
    stop_offer(offer=offer)
    offer.group_id = offer.group = None
    offer.name_taken_back_at = clock.now()
    keep_taken_back(
        group=group,
        kind=StatementKind.OFFER,
        number=offer.id,
        thread=None,
        title=offer.words,
        author_id=offer.person_id,
        by=by,
    )
