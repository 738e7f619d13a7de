"""Writing down what moderators decide: in the decisions, in the audit log, and to whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.moderation.actions.log import write_down
from forum.moderation.actions.reports import settle_reports_about
from forum.moderation.emails import mail_decision
from forum.moderation.models import ModerationAct
from forum.moderation.news import tell_organisers
from forum.moderation.reasons import GivenReason
from forum.moderation.things import name_of
from forum.moderation.vocabulary import Verb
from forum.threads.holds.models import HeldPost
from forum.threads.models import Comment, Thread


def write_decision(
    *,
    verb: Verb,
    about: HeldPost | Person,
    by: Person,
    reason: GivenReason,
    undoes: ModerationAct | None = None,
    details: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
    tells: bool = True,
) -> ModerationAct:
    """Write down a decision, mail it to whom it is about, and settle what was reported of it; `seen` is what the audit log keeps besides.

    `details` are what it takes to undo it. `tells` is False where the mail about another decision says it too.
    """
    author = about if isinstance(about, Person) else about.author
    act = ModerationAct(
        person_id=by.id,
        verb=verb,
        thing=name_of(about),
        reason_code=reason.code,
        reason=reason.words,
        author_id=author.id,
        undoes_id=undoes.id if undoes else None,
        details=dict(details or {}),
        created_at=clock.now(),
    )
    db.session.add(act)
    db.session.flush()
    write_down(by, verb, act.thing, decision=act.id, reason=reason.code, **(seen or {}))
    if tells and author.id != by.id:
        mail_decision(act, author)
    if tells and isinstance(about, Thread):
        tell_organisers(act, about, by=by)
    if isinstance(about, Thread | Comment):
        settle_reports_about(post=about, person=by)
    return act
