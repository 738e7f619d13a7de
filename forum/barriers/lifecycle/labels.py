"""What people read for each state, answer, official word and step that is due: the one place of each label and meaning."""

from __future__ import annotations

from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.states import State
from forum.core.codes import ByCode

STATE_LABELS: dict[State, str] = ByCode(
    {
        State.OPEN: "Reported",
        State.ACKNOWLEDGED: "Seen by the council",
        State.NEEDS_INFO: "The council asked a question",
        State.UNDER_REVIEW: "Being looked into",
        State.REOPENED: "Reopened: still there",
        State.CHANGE_AGREED: "Change agreed",
        State.WAY_THROUGH: "The rule stays, here is a way through",
        State.KEPT: "The rule stays",
        State.REDIRECTED: "Another body owns this",
        State.REMOVAL_CLAIMED: "The council says it is gone",
        State.REMOVED: "Gone, confirmed by those affected",
        State.REMOVED_UNCONFIRMED: "Said to be gone, no one could confirm",
        State.WITHDRAWN: "Withdrawn",
    }
)

ANSWER_LABELS: dict[Answer, str] = ByCode(
    {
        Answer.GONE: "Yes, it is gone",
        Answer.PARTLY: "Partly",
        Answer.STILL_THERE: "No, it is still there",
        Answer.NOT_TRIED: "We have not tried again yet",
    }
)

WAY_THROUGH_ANSWER_LABELS: dict[Answer, str] = ByCode(
    {
        Answer.GONE: "Yes, it works",
        Answer.PARTLY: "Partly",
        Answer.STILL_THERE: "No, it does not work",
        Answer.NOT_TRIED: "We have not tried it yet",
    }
)

RESPONSE_LABELS: dict[ResponseKind, str] = ByCode(
    {
        ResponseKind.ACKNOWLEDGE: "We have seen this",
        ResponseKind.ASK: "We have a question",
        ResponseKind.LOOK_INTO: "We are looking into it",
        ResponseKind.EXPLAIN: "The rule stays, but here is a way through",
        ResponseKind.COMMIT: "We will change it",
        ResponseKind.DECLINE: "The rule stays",
        ResponseKind.POINT_TO_ANOTHER_BODY: "Another body owns this",
        ResponseKind.CLAIM_REMOVAL: "It is gone",
        ResponseKind.UPDATE: "Progress update",
    }
)

STATE_MEANINGS: dict[State, str] = ByCode(
    {
        State.OPEN: "It is reported. The council has not answered yet.",
        State.ACKNOWLEDGED: "The council has seen it and knows which of its teams will deal with it.",
        State.NEEDS_INFO: "The council needs an answer before it can continue. Until then the council’s deadline is paused.",
        State.UNDER_REVIEW: "The council is looking into it.",
        State.REOPENED: "The council had given its answer. The groups affected say that it is still there, so it is open again and "
        "the council has to answer again.",
        State.CHANGE_AGREED: "The council has said that it will change this, and by when.",
        State.WAY_THROUGH: "The council keeps the rule, and says how groups can get past it. We ask those affected whether that works.",
        State.KEPT: "The council keeps the rule and says why. It has set a date to review it.",
        State.REDIRECTED: "The council says that someone else owns this rule.",
        State.REMOVAL_CLAIMED: "The council says that it is gone. We are asking every affected group whether it really is.",
        State.REMOVED: "It is gone, and groups that were affected have said so.",
        State.REMOVED_UNCONFIRMED: "The council says that it is gone. We asked the groups affected, and no one could confirm it.",
        State.WITHDRAWN: "The group that reported it has withdrawn it. It stays here so that the figures are honest.",
    },
    unknown="",
)

OVERDUE_LABEL = "Answer overdue"

OPEN_IN_WORDS = (
    "reported, seen, asked about, being looked into, reopened, or with a change agreed but not made"
)
"""OPEN_STATES inside a sentence, as the definition of a figure says it."""

DUE_LABELS: dict[State, str] = {
    State.REOPENED: "New answer due",
    State.CHANGE_AGREED: "Promised",
    State.KEPT: "Review due",
}
ANSWER_DUE = "Answer due"
REPLY_LABELS: dict[State, str] = {State.OPEN: "First reply", State.REOPENED: "New answer"}
REPLY = "Answer"


def answer_labels(about: State) -> dict[Answer, str]:
    """Return the four answers in the words that fit the question, by the state that it is about."""
    return WAY_THROUGH_ANSWER_LABELS if about == State.WAY_THROUGH else ANSWER_LABELS


def due_label(state: State) -> str:
    """Return what is due in a state, as a list of cases says it before the day."""
    return DUE_LABELS.get(state, ANSWER_DUE)


def reply_label(state: State) -> str:
    """Return what the council's next reply is called on a barrier's page."""
    return REPLY_LABELS.get(state, REPLY)
