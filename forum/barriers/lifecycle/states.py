"""The states of a barrier, and every set of them that has a name."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a barrier stands. Overdue is not among them: it is worked out from the clock."""

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
UNANSWERED_STATES = frozenset({State.OPEN, State.REOPENED})
# Paused: the council waits for an answer, its clock stands still, and the page says so.
PAUSED_STATES = frozenset({State.NEEDS_INFO})
# Where a council may ask a question, and where it comes back to with the answer.
QUESTION_STATES = OPEN_STATES - PAUSED_STATES
# Settled: the council has said its word and the rule stands; it may be looked into again.
SETTLED_STATES = frozenset({State.WAY_THROUGH, State.KEPT, State.REDIRECTED})
# Unsolved: somebody still meets it, whatever the council has said.
UNSOLVED_STATES = OPEN_STATES | SETTLED_STATES
# Owing: the council can owe a step by a day, so that it stands in the inbox.
OWING_STATES = OPEN_STATES | {State.KEPT}

# Claims: the council says that it is gone, or that there is a way through; those affected are asked about either.
CLAIM_STATES = frozenset({State.REMOVAL_CLAIMED, State.WAY_THROUGH})
# Confirmable: claimed to be gone, and an answer can still confirm it, late ones too.
CONFIRMABLE_STATES = frozenset({State.REMOVAL_CLAIMED, State.REMOVED_UNCONFIRMED})
# The states in which the answers of each round of questions count.
FIRST_ROUND_STATES = CONFIRMABLE_STATES | {State.WAY_THROUGH}
SECOND_ROUND_STATES = frozenset({State.REMOVED})
# Asking: those affected are being asked whether it is really gone, and can have it opened again.
ASKING_STATES = FIRST_ROUND_STATES | SECOND_ROUND_STATES
# Outcomes: where the answers lead; the system alone moves a barrier there.
OUTCOME_STATES = frozenset({State.REMOVED, State.REMOVED_UNCONFIRMED, State.REOPENED})
# Got past: gone as those affected say, or a way through; what nobody could confirm is neither.
GOT_PAST_STATES = frozenset({State.REMOVED, State.WAY_THROUGH})

# Decided: the council has given its answer, whatever came of it.
DECIDED_STATES = SETTLED_STATES | ASKING_STATES
# Opened again, when it was decided before: by the groups' answers, or to be looked into anew.
OPENED_AGAIN_STATES = frozenset({State.UNDER_REVIEW, State.REOPENED})
# Where a council may give a progress update: it has said its first word, waits for no answer, and is not done yet.
UPDATE_STATES = OPEN_STATES - UNANSWERED_STATES - PAUSED_STATES | SETTLED_STATES | {State.REMOVAL_CLAIMED}
# Over: nobody says any more that it is in the way, so that no list of what stops people counts it.
OVER_STATES = frozenset({State.REMOVED, State.REMOVED_UNCONFIRMED, State.WITHDRAWN})
# Not for this council: withdrawn, or the rule is another body's.
NOT_FOR_COUNCIL_STATES = frozenset({State.WITHDRAWN, State.REDIRECTED})
