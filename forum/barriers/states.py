"""The words of a barrier's life: its states, who acts on it, what a council can say, what groups can answer."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Say where a barrier stands. Overdue is not among them: it is worked out from the clock."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    NEEDS_INFO = "needs_info"
    UNDER_REVIEW = "under_review"
    REOPENED = "reopened"
    CHANGE_AGREED = "change_agreed"
    WAY_THROUGH = "way_through"
    KEPT = "kept"
    REDIRECTED = "redirected"
    REMOVAL_CLAIMED = "removal_claimed"
    REMOVED = "removed"
    REMOVED_UNCONFIRMED = "removed_unconfirmed"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """Say as whom somebody acts on one barrier; a person with several roles acts in one at a time."""

    VISITOR = "visitor"
    MEMBER = "member"
    REPORTER = "reporter"
    AFFECTED = "affected"
    OFFICER = "officer"
    LEAD = "lead"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Answer(StrEnum):
    """Say what one affected group answers to "is it really gone?"."""

    GONE = "gone"
    PARTLY = "partly"
    STILL_THERE = "still_there"
    NOT_TRIED = "not_tried"


class ResponseKind(StrEnum):
    """Say which official word a council gives; each leads to one state (RESPONSE_TARGETS), an update to none."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    LOOK_INTO = "look_into"
    EXPLAIN = "explain"
    COMMIT = "commit"
    DECLINE = "decline"
    POINT_TO_ANOTHER_BODY = "point_to_another_body"
    CLAIM_REMOVAL = "claim_removal"
    UPDATE = "update"


STATE_LABELS: dict[State, str] = {
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
    State.REMOVED_UNCONFIRMED: "Said to be gone, nobody could confirm",
    State.WITHDRAWN: "Withdrawn",
}

ANSWER_LABELS: dict[Answer, str] = {
    Answer.GONE: "Yes, it is gone",
    Answer.PARTLY: "Partly",
    Answer.STILL_THERE: "No, it is still there",
    Answer.NOT_TRIED: "We have not tried again yet",
}

RESPONSE_LABELS: dict[ResponseKind, str] = {
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

RESPONSE_TARGETS: dict[ResponseKind, State] = {
    ResponseKind.ACKNOWLEDGE: State.ACKNOWLEDGED,
    ResponseKind.ASK: State.NEEDS_INFO,
    ResponseKind.LOOK_INTO: State.UNDER_REVIEW,
    ResponseKind.EXPLAIN: State.WAY_THROUGH,
    ResponseKind.COMMIT: State.CHANGE_AGREED,
    ResponseKind.DECLINE: State.KEPT,
    ResponseKind.POINT_TO_ANOTHER_BODY: State.REDIRECTED,
    ResponseKind.CLAIM_REMOVAL: State.REMOVAL_CLAIMED,
}

# Open: the council still owes a word or a deed. The rule for "any open state" in the design's table.
OPEN_STATES = frozenset(
    {
        State.OPEN,
        State.ACKNOWLEDGED,
        State.NEEDS_INFO,
        State.UNDER_REVIEW,
        State.REOPENED,
        State.CHANGE_AGREED,
    }
)
# Unanswered: groups spoke last, and the council has not said a word since (ADR 0021).
UNANSWERED = frozenset({State.OPEN, State.REOPENED})
# Paused: the clock of the council stands still, and the page says so.
PAUSED = frozenset({State.NEEDS_INFO})
# Got past: gone as those affected say, or a way through; what nobody could confirm is neither.
GOT_PAST = frozenset({State.REMOVED, State.WAY_THROUGH})
# Settled: the council has said its word and the rule stands; it may be looked into again.
SETTLED_STATES = frozenset({State.WAY_THROUGH, State.KEPT, State.REDIRECTED})
# Asking: those affected are being asked whether it is really gone.
ASKING_STATES = frozenset(
    {State.REMOVAL_CLAIMED, State.WAY_THROUGH, State.REMOVED, State.REMOVED_UNCONFIRMED}
)
# Where a council may give a progress update: it has said its first word, waits for no answer, and is not done yet.
UPDATE_STATES = OPEN_STATES - UNANSWERED - PAUSED | SETTLED_STATES | {State.REMOVAL_CLAIMED}
