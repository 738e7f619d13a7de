"""Appealing against a decision, and deciding on it: by another than who made it."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.moderation.actions.log import write_down
from forum.moderation.actions.undoing import undo
from forum.moderation.emails import mail_appeal_decided, mail_appealed
from forum.moderation.models import Appeal, ModerationAct
from forum.moderation.permissions import deciders
from forum.moderation.queries.decisions import find_appeal
from forum.moderation.queries.people import list_moderators
from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import AppealOutcome, ReasonCode

MOST_TOLD = 10


def appeal_against(*, act: ModerationAct, person: Person, words: str) -> Appeal:
    """Ask another moderator to look at a decision; twice is once. Those who can decide get an email."""
    appeal = Appeal(act=act, person=person, words=words, created_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(appeal)
    except IntegrityError:  # sent twice at once
        found = find_appeal(act)
        if found is None:
            raise
        return found
    for moderator in deciders(act, list_moderators())[:MOST_TOLD]:
        mail_appealed(appeal, moderator)
    return appeal


def decide_appeal(*, appeal: Appeal, by: Person, outcome: AppealOutcome, answer: str) -> None:
    """Decide on an appeal, once: where it is right, the decision is undone. Whoever appealed is told."""
    if appeal.decided_at is not None:
        return
    appeal.decided_at, appeal.decided_by_id = clock.now(), by.id
    appeal.outcome, appeal.answer = outcome, answer
    db.session.flush()
    write_down(by, "decide_appeal", f"decision:{appeal.act_id}", outcome=outcome, appeal=appeal.id)
    if outcome == AppealOutcome.OVERTURNED:
        undo(act=appeal.act, by=by, reason=GivenReason(ReasonCode.APPEAL, answer))
    mail_appeal_decided(appeal)
