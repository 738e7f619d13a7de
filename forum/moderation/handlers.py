"""What the worker does for moderation: telling the authors of what was not published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.worker import Handler, for_each_payload
from forum.moderation.actions.holds import TELL_REFUSED, posts_by_author
from forum.moderation.emails import mail_refusal
from forum.moderation.queries.decisions import list_acts_of_settlement
from forum.moderation.vocabulary import Verb
from forum.threads.holds.queries import get_settlement, list_holds_of_settlement

MOST_NAMED = 20


def tell_refused(payload: dict[str, Any]) -> None:
    """Write to each author whose posts one press refused, unless it was undone since."""
    settlement = get_settlement(payload["settlement"])
    if settlement is None or settlement.undone_at is not None:
        return
    acts = list_acts_of_settlement(settlement)
    suspensions = {act.author_id: act for act in acts if act.verb == Verb.SUSPEND}
    refusals = {act.author_id: act for act in acts if act.verb == Verb.REFUSE}
    for number, holds in posts_by_author(list_holds_of_settlement(settlement)).items():
        titles = list(dict.fromkeys(hold.thread.title for hold in holds))[:MOST_NAMED]
        mail_refusal(refusals[number], holds[0].person, titles, suspensions.get(number))


HANDLERS: Mapping[str, Handler] = {TELL_REFUSED: for_each_payload(tell_refused)}
