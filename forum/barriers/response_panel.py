"""What a barrier's page says of the council's answer and of the groups' answers; names only where they may be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import url_for

from forum.barriers.actions.corrections import can_answer_be_taken_back, can_be_taken_back
from forum.barriers.actions.removal import is_being_asked
from forum.barriers.cards import path
from forum.barriers.case_rows import Due, due_at_its_council
from forum.barriers.lifecycle.confirmation_text import closed_round, question, rule_in_words, tally_rows
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, answer_labels
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import ANSWERING_ROLES, Role
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import CLAIM_STATES, State
from forum.barriers.models import Affected, Barrier, Response, Revision, Transition
from forum.barriers.permissions import (
    may_answer_question,
    may_correct_question_answer,
    may_correct_response,
    may_keep_notes,
    may_know_reporter,
    may_read_withdrawn_answer,
    may_reopen_kept,
    may_respond,
)
from forum.barriers.presenters import paragraphs
from forum.barriers.queries.casework import find_main, list_linked
from forum.barriers.queries.confirmations import (
    FIRST_ROUND,
    Round,
    count_new_affected,
    find_own_request,
    find_round_and_words,
    is_open_round,
)
from forum.barriers.queries.responses import HistoryEntry, count_notes
from forum.barriers.reporter_display import asked_not_to_be_named, hidden_name, reporter_name
from forum.barriers.revision_history import EarlierWords, earlier_words
from forum.core import clock
from forum.councils.identity import Identity
from forum.threads.visibility import may_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An answer of the council, or of a group to its question."""

    title: str
    who: str
    when: datetime
    is_official: bool = True
    id: int | None = None
    council: str = ""
    html: str = ""
    paragraphs: Sequence[str] = ()
    link: str = ""
    promised_on: date | None = None
    review_on: date | None = None
    earlier: EarlierWords | None = None
    taken_back_at: datetime | None = None
    taken_back_reason: str = ""
    may_read_withdrawn: bool = False
    correct_url: str = ""
    take_back_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRound:
    """What those affected answered when they were asked, and the rule that decides."""

    question: str
    rows: Sequence[tuple[str, str]]
    asked: int
    gone: int
    answered: int
    when: datetime
    said: Sequence[tuple[str, str]]
    rule: Sequence[str]
    may_confirm: bool
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerDesk:
    """What the officers of its council see beside it; `reporter` is a name that others do not know."""

    may_respond: bool
    department: str
    officer: str
    number_of_notes: int
    reporter: str | None
    since: datetime
    due: Due | None


@dataclass(frozen=True, slots=True)
class Reopening:
    """How many groups met a kept rule since, and how many it takes to open it again."""

    new: int
    needed: int

    @property
    def may(self) -> bool:
        """Return whether it may be opened again."""
        return self.new >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePanel:
    """What the partials of the council's answer show."""

    words: Sequence[Word]
    waits_for_answer: bool
    due: Due | None
    main: tuple[str, str] | None
    linked: Sequence[tuple[str, str]]
    may_answer: bool
    asked: AskedRound | None
    officer: OfficerDesk | None
    reopening: Reopening | None


def response_panel(
    barrier: Barrier,
    moves: Sequence[HistoryEntry],
    updates: Sequence[Response],
    identity: Identity,
    own: Affected | None,
    revisions: Sequence[Revision] = (),
) -> ResponsePanel:
    """Gather it: at most one statement for a visitor."""
    is_affected = own is not None and own.withdrawn_at is None
    return ResponsePanel(
        words=_words(barrier, moves, updates, identity, revisions),
        waits_for_answer=barrier.state == State.NEEDS_INFO,
        due=_due(barrier),
        main=_readable_main(barrier, identity),
        linked=[(one.title, path(one)) for one in list_linked(barrier, identity)],
        may_answer=may_answer_question(identity, barrier, is_affected=is_affected),
        asked=_asked(barrier, moves, identity, is_affected=is_affected),
        officer=_for_officers(barrier, identity),
        reopening=_reopening(barrier, identity),
    )


def _words(
    barrier: Barrier,
    moves: Sequence[HistoryEntry],
    updates: Sequence[Response],
    identity: Identity,
    revisions: Sequence[Revision],
) -> list[Word]:
    """List what was said, oldest first: with each change of state, and between them."""
    said = [_word(move, barrier, identity, revisions) for move in moves if _says_something(move)]
    between = [_official(one, barrier, identity, revisions) for one in updates]
    return sorted(said + between, key=lambda word: word.when)


def _due(barrier: Barrier) -> Due | None:
    """Return when the council's next word is due, as everybody may know; nothing where it owes none."""
    if barrier.council is None or barrier.council.claimed_at is None:
        return None
    return due_at_its_council(barrier)


def _readable_main(barrier: Barrier, identity: Identity) -> tuple[str, str] | None:
    """Return where the council deals with it, to who may read that."""
    main = find_main(barrier)
    return (main.title, path(main)) if main is not None and may_read(identity, main) else None


def _says_something(move: HistoryEntry) -> bool:
    answered = move.transition.from_state == State.NEEDS_INFO and move.transition.role in ANSWERING_ROLES
    return move.response is not None or (answered and bool(move.transition.note))


def _word(move: HistoryEntry, barrier: Barrier, identity: Identity, revisions: Sequence[Revision]) -> Word:
    if move.response is not None:
        return _official(move.response, barrier, identity, revisions)
    return _group_answer(move, barrier, identity, revisions)


def _group_answer(
    move: HistoryEntry, barrier: Barrier, identity: Identity, revisions: Sequence[Revision]
) -> Word:
    """Return a group's answer to a question; what it said before, or before it withdrew it, as far as that may be read."""
    shown = Word(
        is_official=False,
        title="Answer to the question",
        who=_who_answered(move.transition, barrier, identity),
        when=move.transition.created_at,
        paragraphs=paragraphs(move.answer.words if move.answer else move.transition.note),
    )
    answer = move.answer
    if answer is None:  # older than the table
        return shown
    is_nameless = asked_not_to_be_named(barrier, answer.person_id)
    may_correct = may_correct_question_answer(identity, barrier, answer)
    may_take_back = may_correct and can_answer_be_taken_back(barrier=barrier, answer=answer)
    numbers: dict[str, Any] = {"number": barrier.id, "answer_number": answer.id}
    return replace(
        shown,
        id=answer.id,
        earlier=earlier_words(revisions, identity, question_answer_id=answer.id, is_nameless=is_nameless),
        taken_back_at=answer.taken_back_at,
        taken_back_reason=answer.taken_back_reason,
        may_read_withdrawn=may_read_withdrawn_answer(identity, answer, is_nameless=is_nameless),
        correct_url=url_for("barrier_correct.answer", **numbers) if may_correct else "",
        take_back_url=url_for("barrier_correct.take_back_answer", **numbers) if may_take_back else "",
    )


def _official(
    response: Response, barrier: Barrier, identity: Identity, revisions: Sequence[Revision]
) -> Word:
    may_correct = may_correct_response(identity, barrier, response)
    may_take_back = may_correct and can_be_taken_back(barrier=barrier, response=response)
    numbers: dict[str, Any] = {"number": barrier.id, "response_number": response.id}
    return Word(
        earlier=earlier_words(revisions, identity, response_id=response.id),
        taken_back_at=response.taken_back_at,
        taken_back_reason=response.taken_back_reason,
        correct_url=url_for("barrier_correct.response", **numbers) if may_correct else "",
        take_back_url=url_for("barrier_correct.take_back", **numbers) if may_take_back else "",
        id=response.id,
        title=RESPONSE_LABELS[ResponseKind(response.kind)],
        who=response.person.name,
        council=response.council.name,
        when=response.created_at,
        html=response.body_html,
        link=response.link,
        promised_on=response.promised_on,
        review_on=response.review_on,
    )


def _who_answered(one: Transition, barrier: Barrier, identity: Identity) -> str:
    if one.role == Role.REPORTER:
        return reporter_name(identity, barrier)
    return "A group that is affected too"


def _asked(
    barrier: Barrier, moves: Sequence[HistoryEntry], identity: Identity, *, is_affected: bool
) -> AskedRound | None:
    if not any(move.transition.to_state in CLAIM_STATES for move in moves):
        return None
    found = find_round_and_words(barrier)
    if found is None:
        return None
    current, said = found
    labels = answer_labels(current.about)
    is_open = is_open_round(barrier, current.number)
    own = find_own_request(barrier, identity.person_id) if is_affected else None
    is_current = own is not None and (own.claim_id, own.round) == (current.claim_id, current.number)
    return AskedRound(
        question=question(current.about),
        rows=tally_rows(current.tally, current.about),
        asked=current.tally.asked,
        gone=current.tally.gone if barrier.state == State.REMOVED else 0,
        answered=current.tally.answers + current.tally.not_tried,
        when=current.asked_at,
        said=[(labels[answer], words) for answer, words in said],
        rule=_rule(barrier, current) if is_open else closed_round(),
        may_confirm=is_open and is_current and own is not None and own.answer is None,
        may_change=own is not None and own.answer is not None and is_being_asked(own),
    )


def _rule(barrier: Barrier, current: Round) -> list[str]:
    return rule_in_words(
        about=current.about,
        state=barrier.state,
        is_first_round=current.number == FIRST_ROUND,
        asked_at=current.asked_at,
        now=clock.now(),
        rules=lifecycle_rules(),
    )


def _for_officers(barrier: Barrier, identity: Identity) -> OfficerDesk | None:
    if not may_keep_notes(identity, barrier):
        return None
    reporter = None if may_know_reporter(identity, barrier) else hidden_name(identity, barrier)
    return OfficerDesk(
        may_respond=may_respond(identity, barrier),
        department=barrier.department.name if barrier.department else "",
        officer=barrier.officer.person.name if barrier.officer else "",
        number_of_notes=count_notes(barrier),
        reporter=reporter,
        since=barrier.state_changed_at,
        due=due_at_its_council(barrier),
    )


def _reopening(barrier: Barrier, identity: Identity) -> Reopening | None:
    if not may_reopen_kept(identity, barrier):
        return None
    new = count_new_affected(barrier, since=barrier.state_changed_at)
    return Reopening(new, lifecycle_rules().new_affected_to_reopen)
