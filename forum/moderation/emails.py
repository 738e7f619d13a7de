"""The emails that moderation sends: what was decided, what came of an appeal and of a report."""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import Person
from forum.core.emails import write_mail
from forum.core.urls import absolute_url, with_host
from forum.moderation.decision_words import WORDS, reason_words, told
from forum.moderation.links import decision_path
from forum.moderation.models import Appeal, ModerationAct
from forum.moderation.things import find_thing, noun_of, thread_of
from forum.moderation.vocabulary import AppealOutcome, Verb


def mail_decision(act: ModerationAct, author: Person) -> None:
    """Tell somebody what was decided about their post or them, why, and how to appeal; not those no mail reaches."""
    if author.is_system or author.mail_refused_at is not None:
        return
    thread, verb = thread_of(find_thing(act.thing)), Verb(act.verb)
    write_mail(
        "moderation-decided",
        to=author.email,
        key=f"mail:moderation:{act.id}",
        person=author,
        did=told(verb, noun_of(act.thing, thread)),
        title=thread.title if thread else "",
        why=reason_words(act.reason_code),
        words=act.reason,
        follows=WORDS[verb].follows,
        until=author.posting_suspended_until if verb == Verb.SUSPEND else None,
        may_appeal=WORDS[verb].may_appeal,
        address=with_host(decision_path(act.id)),
    )


def mail_refusal(
    act: ModerationAct, author: Person, titles: Sequence[str], suspension: ModerationAct | None
) -> None:
    """Tell somebody that posts of theirs were not published, why, for how long they cannot post, and how to appeal."""
    if author.is_system or author.mail_refused_at is not None:
        return
    write_mail(
        "moderation-refused",
        to=author.email,
        key=f"mail:moderation:{act.id}",
        person=author,
        titles=titles,
        why=reason_words(act.reason_code),
        words=act.reason,
        until=author.posting_suspended_until if suspension else None,
        suspension_address=with_host(decision_path(suspension.id)) if suspension else "",
        address=with_host(decision_path(act.id)),
    )


def mail_appealed(appeal: Appeal, moderator: Person) -> None:
    """Tell a moderator that somebody appealed against what another decided."""
    if moderator.mail_refused_at is not None:
        return
    write_mail(
        "moderation-appealed",
        to=moderator.email,
        key=f"mail:appeal:{appeal.id}:{moderator.id}",
        person=moderator,
        address=absolute_url("appeals.appeal", number=appeal.id),
    )


def mail_appeal_decided(appeal: Appeal) -> None:
    """Tell whoever appealed what another moderator decided, and why."""
    if appeal.person.is_system or appeal.person.mail_refused_at is not None:
        return
    thread = thread_of(find_thing(appeal.act.thing))
    write_mail(
        "moderation-appeal-decided",
        to=appeal.person.email,
        key=f"mail:appeal:{appeal.id}:decided",
        person=appeal.person,
        did=told(appeal.act.verb, noun_of(appeal.act.thing, thread)),
        title=thread.title if thread else "",
        was_right=appeal.outcome == AppealOutcome.OVERTURNED,
        answer=appeal.answer,
        address=with_host(decision_path(appeal.act_id)),
    )
