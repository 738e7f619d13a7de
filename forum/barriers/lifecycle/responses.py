"""What a council can say, and the state each word leads to."""

from __future__ import annotations

from enum import StrEnum

from forum.barriers.lifecycle.states import CLAIM_STATES, State


class ResponseKind(StrEnum):
    """Which official word a council gives; each leads to one state (RESPONSE_TARGETS), an update to none."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    LOOK_INTO = "look_into"
    EXPLAIN = "explain"
    COMMIT = "commit"
    DECLINE = "decline"
    POINT_TO_ANOTHER_BODY = "point_to_another_body"
    CLAIM_REMOVAL = "claim_removal"
    UPDATE = "update"


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

# What only says that the council is at work; all others answer what was reported.
INTERIM_KINDS = frozenset(
    {ResponseKind.ACKNOWLEDGE, ResponseKind.ASK, ResponseKind.LOOK_INTO, ResponseKind.UPDATE}
)
ANSWER_KINDS = tuple(kind for kind in ResponseKind if kind not in INTERIM_KINDS)
# Where a council's last word stands for good: a removal only once those affected have confirmed it.
FINAL_STATES: dict[ResponseKind, State] = {
    ResponseKind.CLAIM_REMOVAL: State.REMOVED,
    ResponseKind.EXPLAIN: State.WAY_THROUGH,
    ResponseKind.DECLINE: State.KEPT,
}
# The words after which those affected are asked.
CLAIM_KINDS = frozenset(kind for kind, target in RESPONSE_TARGETS.items() if target in CLAIM_STATES)
