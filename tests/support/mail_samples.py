"""One mail of each kind, written from what the demo holds: for pictures, and for the test that each kind reads well.

A kind without a sample fails `tests/core/test_every_mail.py`. Where a mail has more than one face, the name of the sample
says which after a dot: `barriers-response.question`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.emails import send_email
from forum.accounts.models import SiteRole
from forum.accounts.roles import PLACES
from forum.barriers.case_rows import due_words
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.confirmation_text import again, question
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS, STATE_MEANINGS, answer_labels
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import State
from forum.barriers.queries.inbox import InboxSection, list_section
from forum.barriers.queries.inbox_filters import InboxFilters
from forum.barriers.views.log import ReportJourney
from forum.core import clock
from forum.core.db import db
from forum.core.emails import write_mail
from forum.core.urls import absolute_url, with_host
from forum.councils.thresholds import calendar_of
from forum.dashboards.emails import write_month
from forum.dashboards.engine.snapshot_sync import rebuild_council
from forum.dashboards.month import Month
from forum.dashboards.month_summary import summarise
from forum.groups.yearly_check import ASK_AFTER
from forum.moderation.actions.appeals import appeal_against, decide_appeal
from forum.moderation.decision_words import reason_words
from forum.moderation.emails import mail_appealed, mail_decision, mail_refusal
from forum.moderation.models import ModerationAct
from forum.moderation.vocabulary import AppealOutcome, ReasonCode, Verb
from forum.notifications.digests import send_digests
from forum.notifications.group_statement_emails import WHAT_WORDS
from forum.notifications.models import Notification
from forum.questions.mutual_consent import LASTS
from forum.stories.presenters import checked_words
from forum.threads.emails import write_thread_email, write_to_address, write_to_person
from forum.threads.journeys.emails import mail_receipt
from forum.threads.kinds import path_of
from forum.threads.models import StatementKind
from forum.threads.news import quoted
from tests.support.written_mails import Stage, WrittenMail, find_stage, noted

Sample = Callable[[Stage], None]
SAMPLES: dict[str, Sample] = {}
REASON = "We cannot check what it says about a neighbour, who asked us to take it down."


def write_samples() -> dict[str, WrittenMail]:
    """Write each sample from the demo; returns the mails by the names of the samples. It is for the caller to undo."""
    stage, found = find_stage(), {}
    for name, write in SAMPLES.items():
        with noted() as written:
            write(stage)
        found[name] = next(one for one in written if one.kind == name.partition(".")[0])
    return found


def sample(name: str) -> Callable[[Sample], Sample]:
    """Make a function known as the one that writes the mail of this name."""

    def known(write: Sample) -> Sample:
        SAMPLES[name] = write
        return write

    return known


def _account(name: str, address: str = "", **words: Any) -> None:
    def write(stage: Stage) -> None:
        given = {
            "person": stage.member,
            "contact": stage.contact,
            "address": with_host(address or "/sign-in"),
        }
        of_stage = {key: value(stage) if callable(value) else value for key, value in words.items()}
        send_email(name, to=stage.member.email, **given | of_stage)

    SAMPLES[f"accounts-{name}"] = write


LINK = f"/sign-in/link/{'Ab3d_' * 8}abc"
_account("sign-in", LINK)
_account("confirm", LINK)
_account(
    "publish",
    LINK,
    heading="One more step: publish your report",
    title="Insurance for a coffee morning",
    promise=ReportJourney.wording.promise,
)
_account("use-password", LINK)
_account("paused", LINK)
_account("added", place="an officer of Wexmoor")
_account("invitation", LINK, place="an officer of Wexmoor")
_account("code-reset", LINK)
_account("code-app-changed")
_account("codes-tried", "/account/password")
_account("password-changed")
_account("recovery-code-used", "/account/recovery-codes", left=7)
_account("recovery-codes-made")
_account("email-change-new", LINK, new="amina@new.example.org")
_account("email-change-old", LINK, new="amina@new.example.org")
_account("email-changed")
_account("email-taken")
_account("erased", takes_words=False)
_account(
    "suspended", reason="Three people have told us that they did not write what was posted in their name."
)
_account("resumed")
_account(
    "role-changed",
    by=lambda stage: stage.administrator,
    before=PLACES[SiteRole.MEMBER],
    now=PLACES[SiteRole.MODERATOR],
)
_account(
    "you-changed-role",
    other=lambda stage: stage.moderator,
    before=PLACES[SiteRole.MEMBER],
    now=PLACES[SiteRole.MODERATOR],
)
_account("you-did", act="suspended", other=lambda stage: stage.moderator)


def _about_barrier(name: str, to: str = "member", **words: Any) -> None:
    """Of a mail about the barrier: to whom, and its words; a function is asked for them on the stage."""

    def write(stage: Stage) -> None:
        given = {key: value(stage) if callable(value) else value for key, value in words.items()}
        person = getattr(stage, to)
        write_thread_email(name.partition(".")[0], person=person, thread=stage.barrier, key="sample", **given)

    SAMPLES[name] = write


def _council(stage: Stage) -> str:
    return stage.council.name


def _words(stage: Stage) -> str:
    return quoted(stage.barrier.body_html)


def _answer(stage: Stage) -> str:
    return quoted(stage.response.body_html)


def _links(_stage: Stage) -> list[tuple[str, str]]:
    labels = answer_labels(State.REMOVAL_CLAIMED)
    return [(labels[one], with_host(f"/confirm/{'Ab3d_' * 12}/{one.replace('_', '-')}")) for one in Answer]


_ANSWERED: dict[str, Any] = {
    "council": _council,
    "quote": _answer,
    "promised_on": None,
    "review_on": None,
    "is_question": False,
    "is_update": False,
}
_ASKED: dict[str, Any] = {
    "council": _council,
    "question": question(State.REMOVAL_CLAIMED),
    "claim": _answer,
    "links": _links,
    "again": lambda _stage: again(lifecycle_rules()),
}
_about_barrier("barriers-affected", groups=4)
_about_barrier(
    "barriers-response",
    **_ANSWERED
    | {
        "label": RESPONSE_LABELS[ResponseKind.COMMIT],
        "promised_on": lambda stage: stage.response.promised_on,
    },
)
_about_barrier(
    "barriers-response.question",
    **_ANSWERED
    | {
        "label": RESPONSE_LABELS[ResponseKind.ASK],
        "is_question": True,
        "quote": "Which hall was it, and who told you that you need the certificate?",
    },
)
_about_barrier(
    "barriers-response.update",
    **_ANSWERED | {"label": RESPONSE_LABELS[ResponseKind.UPDATE], "is_update": True},
)
_about_barrier("barriers-corrected", council=_council, quote=_answer, link="https://www.example.org/how-to")
_about_barrier(
    "barriers-taken-back",
    council=_council,
    label=RESPONSE_LABELS[ResponseKind.CLAIM_REMOVAL],
    reason="The new form is not on our website yet.",
    was_claim=True,
)
_about_barrier(
    "barriers-state", label=STATE_LABELS[State.REMOVED], meaning=STATE_MEANINGS[State.REMOVED], note=""
)
_about_barrier("barriers-linked", council=_council)
_about_barrier("barriers-confirm", **_ASKED, is_reminder=False, is_second_round=False)
_about_barrier("barriers-confirm.reminder", **_ASKED, is_reminder=True, is_second_round=False)
_about_barrier("barriers-confirm.second-round", **_ASKED, is_reminder=False, is_second_round=True)
_about_barrier(
    "barriers-removed-elsewhere",
    own=lambda stage: stage.barrier,
    council="Harrowdale",
    removed_url=lambda stage: with_host(path_of(stage.barrier)),
)
_about_barrier(
    "barriers-reported", "officer", council=_council, quote=_words, who=lambda stage: stage.group.name
)
_about_barrier(
    "barriers-for-officers",
    "officer",
    label=STATE_LABELS[State.UNDER_REVIEW],
    meaning=STATE_MEANINGS[State.UNDER_REVIEW],
    note="",
    is_answer=False,
    is_withdrawn_answer=False,
)
_about_barrier(
    "barriers-for-officers.answer",
    "officer",
    label=STATE_LABELS[State.ACKNOWLEDGED],
    meaning=STATE_MEANINGS[State.ACKNOWLEDGED],
    note="It was the hall in Mill Lane, and the caretaker told us.",
    is_answer=True,
    is_withdrawn_answer=False,
)
_about_barrier(
    "barriers-report-corrected", "officer", quote=_words, title_before="Insurance for a coffe morning"
)
_about_barrier(
    "barriers-answer-corrected", "officer", quote="It was the hall in Mill Street, and the caretaker told us."
)
_about_barrier(
    "barriers-assigned", "officer", by="Ruth Calloway", due_on=lambda _: clock.today() + timedelta(days=6)
)
_about_barrier(
    "barriers-named",
    "officer",
    by="Ruth Calloway",
    quote="@Tom Ashdown can you find out who owns this rule?",
    notes_url=lambda stage: absolute_url("barrier_casework.notes", number=stage.barrier.id),
)


@sample("barriers-unclaimed")
def _(stage: Stage) -> None:
    words = {"council": stage.council.official_name, "quote": _words(stage), "is_private": False}
    write_to_address(
        "barriers-unclaimed", to="hello@council.example.org", thread=stage.barrier, key="sample", **words
    )


@sample("barriers-unclaimed.private")
def _(stage: Stage) -> None:
    words = {"council": stage.council.official_name, "quote": "", "is_private": True}
    write_to_address(
        "barriers-unclaimed", to="hello@council.example.org", thread=stage.barrier, key="private", **words
    )


@sample("officers-overdue")
def _(stage: Stage) -> None:
    rows = list_section(stage.council, InboxSection.OVERDUE, InboxFilters()).rows[:4]
    calendar = calendar_of(stage.council)
    write_to_person(
        "officers-overdue",
        person=stage.officer,
        key="sample",
        council=stage.council,
        number=len(rows),
        rows=[
            (one.title, with_host(path_of(one)), due_words(one, today=clock.today(), calendar=calendar))
            for one in rows
        ],
        inbox_url=absolute_url("barrier_inbox.inbox", slug=stage.council.slug),
    )


@sample("dashboards-month")
def _(stage: Stage) -> None:
    month = Month.of(clock.today().replace(day=1) - timedelta(days=1))
    rebuild_council(stage.council.id)
    write_month(summarise(stage.council, month), stage.member)


def _about_group(name: str, to: str = "member", **words: Any) -> None:
    def write(stage: Stage) -> None:
        given = {
            "group": stage.group,
            "who": "Derek Tanner",
            "title": stage.barrier.title,
            "said": absolute_url("group_words.said", number=stage.group.id),
            "members": absolute_url("groups.members", number=stage.group.id),
            "address": absolute_url("group_pages.group", number=stage.group.id, slug=stage.group.slug),
        }
        template = name.partition(".")[0]
        write_to_person(template, person=getattr(stage, to), key=f"sample:{name}", **given | words)

    SAMPLES[name] = write


_about_group("groups-claimed", "moderator")
_about_group("groups-claim-settled", was_granted=True)
_about_group("groups-claim-settled.refused", was_granted=False)
_about_group("groups-join-asked")
_about_group("groups-joined")
_about_group("groups-let-in")
_about_group("groups-spoke", what="said “this affects us too”")
_about_group("groups-still-right", after=ASK_AFTER)
_about_group("groups-words-not-yours", what=WHAT_WORDS[StatementKind.STATEMENT])
_about_group("groups-words-taken-back", what=WHAT_WORDS[StatementKind.STATEMENT], by="Amina Sherwood")
_about_group("moderation-about-group", did="hidden a barrier", why=reason_words(ReasonCode.PERSONAL))
_about_group("moderation-report-settled", noun="barrier", is_thread=True, acted=True)
_about_group("moderation-report-settled.stays", noun="comment", is_thread=False, acted=False)


def _act(stage: Stage, verb: Verb, about: str = "") -> ModerationAct:
    act = ModerationAct(
        person_id=stage.moderator.id,
        author_id=stage.member.id,
        verb=verb,
        thing=about or f"thread:{stage.barrier.id}",
        reason_code=ReasonCode.PERSONAL,
        reason=REASON,
        created_at=clock.now(),
    )
    db.session.add(act)
    db.session.flush()
    return act


@sample("moderation-decided")
def _(stage: Stage) -> None:
    mail_decision(_act(stage, Verb.HIDE), stage.member)


@sample("moderation-decided.suspended")
def _(stage: Stage) -> None:
    stage.member.posting_suspended_until = clock.now() + timedelta(days=7)
    mail_decision(_act(stage, Verb.SUSPEND, f"person:{stage.member.id}"), stage.member)


@sample("moderation-refused")
def _(stage: Stage) -> None:
    mail_refusal(_act(stage, Verb.REFUSE), stage.member, [stage.barrier.title], None)


@sample("moderation-refused.suspended")
def _(stage: Stage) -> None:
    stage.member.posting_suspended_until = clock.now() + timedelta(days=7)
    suspension = _act(stage, Verb.SUSPEND, f"person:{stage.member.id}")
    mail_refusal(
        _act(stage, Verb.REFUSE), stage.member, [stage.barrier.title, stage.question.title], suspension
    )


@sample("moderation-appealed")
def _(stage: Stage) -> None:
    act = _act(stage, Verb.HIDE)
    mail_appealed(
        appeal_against(act=act, person=stage.member, words="Nobody is named in it."), stage.administrator
    )


@sample("moderation-appeal-decided")
def _(stage: Stage) -> None:
    _decide(stage, AppealOutcome.UPHELD, "It says in which house the neighbour lives.")


@sample("moderation-appeal-decided.right")
def _(stage: Stage) -> None:
    stage.barrier.hidden_at = clock.now()
    _decide(stage, AppealOutcome.OVERTURNED, "The house that it names is a shop.")


def _decide(stage: Stage, outcome: AppealOutcome, answer: str) -> None:
    appeal = appeal_against(act=_act(stage, Verb.HIDE), person=stage.member, words="Nobody is named in it.")
    decide_appeal(appeal=appeal, by=stage.administrator, outcome=outcome, answer=answer)


@sample("notifications-digest")
def _(stage: Stage) -> None:
    newest = select(Notification).where(Notification.person_id == stage.follower.id)
    for row in db.session.scalars(newest.order_by(Notification.id.desc()).limit(12)):
        row.mail_due_at = clock.now()
    db.session.flush()
    send_digests({"after": stage.follower.id - 1})


def _about_thread(name: str, thing: str, to: str = "member", **words: Any) -> None:
    def write(stage: Stage) -> None:
        given = {key: value(stage) if callable(value) else value for key, value in words.items()}
        thread = getattr(stage, thing)
        key = f"sample:{name}"
        write_thread_email(name.partition(".")[0], person=getattr(stage, to), thread=thread, key=key, **given)

    SAMPLES[name] = write


def _comment(stage: Stage) -> str:
    return quoted(stage.comment.body_html)


def _question(stage: Stage) -> str:
    return quoted(stage.question.body_html)


def _request(_stage: Stage) -> str:
    return absolute_url("matches.request_for_help", number=3)


_about_thread(
    "notifications-news",
    "barrier",
    sentence=f"The council answered: {RESPONSE_LABELS[ResponseKind.COMMIT]}.",
    quote=_answer,
    followed="the council “Wexmoor”",
    follows_url=lambda _: absolute_url("follows.following"),
)
_about_thread("threads-comment", "barrier", quote=_comment, is_official=False)
_about_thread("threads-comment.council", "barrier", quote=_answer, is_official=True)
_about_thread("threads-mention", "barrier", quote=_comment)
_about_thread("stories-outcome", "story", indicator=lambda stage: stage.outcome.indicator, checked="")
_about_thread(
    "stories-outcome.checked",
    "story",
    indicator=lambda stage: stage.outcome.indicator,
    checked=lambda stage: checked_words(stage.outcome),
)
_about_thread("stories-still-true", "story", after=ASK_AFTER)
_about_thread(
    "questions-used",
    "question",
    used_url=lambda stage: absolute_url("advice.what_was_used", number=stage.question.id),
)
_about_thread(
    "questions-asked",
    "question",
    quote=_question,
    asked=lambda stage: stage.group.spoken_name,
    about=lambda stage: stage.barrier.title,
    is_nameless=False,
    advise_url=lambda stage: absolute_url("advice.advise", number=stage.question.id),
)
_about_thread(
    "questions-asked.nameless",
    "question",
    quote=_question,
    asked="",
    about=lambda stage: stage.barrier.title,
    is_nameless=True,
    advise_url=lambda stage: absolute_url("advice.advise", number=stage.question.id),
)
_about_thread(
    "questions-help-asked",
    "question",
    offer=lambda stage: stage.offer.words,
    quote=_question,
    lasts=LASTS,
    request_url=_request,
)
_HELP = {"offerer": lambda stage: stage.group.name, "request_url": _request}
_about_thread("questions-help-answered", "question", **_HELP, is_agreed=True, is_asker=True)
_about_thread("questions-help-answered.no", "question", **_HELP, is_agreed=False, is_asker=True)


@sample("discovery-search")
def _(stage: Stage) -> None:
    address = f"{absolute_url('search.search')}?q=insurance&order=newest"
    write_to_person(
        "discovery-search", person=stage.member, key="sample", search="insurance in Wexmoor", address=address
    )


@sample("threads-let-through")
def _(stage: Stage) -> None:
    address = with_host(path_of(stage.barrier))
    titles = [stage.barrier.title, stage.question.title]
    write_mail(
        "threads-let-through", to=stage.member.email, person=stage.member, titles=titles, address=address
    )


@sample("threads-receipt")
def _(stage: Stage) -> None:
    mail_receipt(ReportJourney(), stage.barrier, stage.member)
