"""What an officer has beside the reply: the evidence, the history with its pauses, and what others did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forum.barriers.cards import path
from forum.barriers.case_rows import Due, due_at_its_council
from forum.barriers.lifecycle.deadlines import pauses_of
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.pauses import StateChange
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, CaseChange, PrivateNote, Response
from forum.barriers.presenters import (
    HistoryLine,
    Row,
    Statement,
    about,
    corrected_notes,
    history,
    told,
    totals,
)
from forum.barriers.queries.casework import (
    find_main,
    list_answers_elsewhere,
    list_barriers_of,
    list_case_changes,
    list_linked,
    list_openings,
)
from forum.barriers.queries.responses import History, HistoryEntry, list_history, list_notes
from forum.barriers.queries.show import Totals, list_affected
from forum.barriers.queries.similar import find_twins_of
from forum.barriers.recipients import passed_on
from forum.barriers.reporter_display import reporter_name
from forum.barriers.vocabulary import CASE_FIELD_BY_CODE
from forum.core import clock
from forum.core.text import excerpt, plain
from forum.councils.identity import Identity

LONGEST_ANSWER = 280


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of who deals with a case."""

    label: str
    was: str
    became: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCase:
    """A barrier at the same council that looks like it, and why."""

    title: str
    url: str
    state: str
    state_label: str
    groups: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerElsewhere:
    """What another council answered to a barrier of this kind."""

    council: str
    label: str
    words: str
    when: datetime
    title: str
    url: str
    state_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePanel:
    """What stands beside the reply."""

    state_label: str
    reporter: str
    about: Sequence[Row]
    told: Sequence[Statement]
    totals: Sequence[tuple[str, str, str]]
    everyone: Totals
    history: Sequence[HistoryLine]
    pauses: Sequence[tuple[date, date | None]]
    notes: Sequence[PrivateNote]
    changes: Sequence[ChangeLine]
    opened: Sequence[tuple[str, str]]
    due: Due | None
    passed_on: str
    main: Barrier | None
    linked: Sequence[Barrier]
    similar: Sequence[SimilarCase]
    elsewhere: Sequence[AnswerElsewhere]


def case_panel(barrier: Barrier, identity: Identity) -> CasePanel:
    """Gather it all in a fixed number of statements, however much there is."""
    everyone, past = list_affected(barrier), list_history(barrier)
    barrier.hidden_people = everyone.hidden  # type: ignore[misc]  # spares a statement
    return CasePanel(
        state_label=STATE_LABELS[State(barrier.state)],
        reporter=reporter_name(identity, barrier),
        about=about(barrier, identity),
        told=told(everyone.rows, barrier, identity),
        totals=totals(everyone.totals),
        everyone=everyone.totals,
        history=_history(barrier, past, identity),
        pauses=pauses_of([_change(one) for one in past.moves]),
        notes=list_notes(barrier),
        changes=[_case_change(one) for one in list_case_changes(barrier)],
        opened=[
            (one.person.name, _ago(one.opened_at))
            for one in list_openings(barrier)
            if one.person_id != identity.person_id
        ],
        due=due_at_its_council(barrier),
        passed_on=passed_on(barrier),
        main=find_main(barrier),
        linked=list_linked(barrier, identity),
        similar=_similar(barrier),
        elsewhere=_elsewhere(list_answers_elsewhere(barrier)),
    )


def what_changed_since(barrier: Barrier, seen: int, identity: Identity) -> list[HistoryLine]:
    """List what happened to a barrier after the change of state that a form was shown with, newest first."""
    newer = [one for one in list_history(barrier).moves if one.transition.id > seen]
    shown = corrected_notes(newer, barrier, identity)
    return history([one.transition for one in newer], barrier, identity, corrected=shown)


def _history(barrier: Barrier, past: History, identity: Identity) -> list[HistoryLine]:
    changes = [one.transition for one in past.moves]
    return history(changes, barrier, identity, past.updates, corrected_notes(past.moves, barrier, identity))


def _change(move: HistoryEntry) -> StateChange:
    return StateChange(move.transition.created_at, State(move.transition.to_state))


def _case_change(change: CaseChange) -> ChangeLine:
    field = CASE_FIELD_BY_CODE.get(change.what)
    numbered = change.what == "dealt_with_at"
    return ChangeLine(
        field.label if field else change.what,
        _numbered(change.was_id, change.was) if numbered else change.was,
        _numbered(change.became_id, change.became) if numbered else change.became,
        change.person.name if change.person else "",
        change.created_at,
    )


def _numbered(number: int | None, title: str) -> str:
    return f"{number}: {title}" if number is not None else title


def _ago(moment: datetime) -> str:
    minutes = int((clock.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"


def _similar(barrier: Barrier) -> list[SimilarCase]:
    return [
        SimilarCase(
            title=one.thread.title,
            url=path(one.thread),
            state=str(one.thread.state),
            state_label=STATE_LABELS[State(one.thread.state)],
            groups=one.thread.number_of_affected,
            why=one.why,
        )
        for one in find_twins_of(barrier)
    ]


def _elsewhere(responses: Sequence[Response]) -> list[AnswerElsewhere]:
    barriers = list_barriers_of(responses) if responses else {}
    return [
        AnswerElsewhere(
            council=one.council.name,
            label=RESPONSE_LABELS[ResponseKind(one.kind)],
            words=excerpt(plain(one.body_html), LONGEST_ANSWER),
            when=one.created_at,
            title=barriers[one.barrier_id].title,
            url=f"{path(barriers[one.barrier_id])}#response-{one.id}",
            state_label=STATE_LABELS[State(barriers[one.barrier_id].state)],
        )
        for one in responses
        if one.barrier_id in barriers
    ]
