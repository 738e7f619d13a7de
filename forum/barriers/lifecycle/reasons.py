"""Why the system, a moderator or a council without words changed a barrier's state: a code in the row, a sentence when shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forum.barriers.lifecycle.confirmation_text import who_reopens
from forum.barriers.lifecycle.states import State
from forum.core.codes import ByCode
from forum.core.sentences import Parameters, check_parameters, parameters_of

Params = Mapping[str, str | int]


class Reason(StrEnum):
    """Say why a state changed when nobody wrote it in words of their own; stored, so a code never changes its meaning."""

    REVIEW_DAY_CAME = "review_day_came"
    MORE_GROUPS_MET_IT = "more_groups_met_it"
    GROUPS_SAY_GONE = "groups_say_gone"
    LATER_ANSWER_SAYS_GONE = "later_answer_says_gone"
    NOBODY_CONFIRMED = "nobody_confirmed"
    HALF_SAY_STILL_THERE = "half_say_still_there"
    HALF_SAY_IT_IS_BACK = "half_say_it_is_back"
    HALF_SAY_NO_WAY_THROUGH = "half_say_no_way_through"
    ANSWER_CHANGED = "answer_changed"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    WENT_ON_UNANSWERED = "went_on_unanswered"
    AS_WRITTEN = "as_written"
    """What an earlier version of Clearway wrote and no migration could read: its parameter holds the sentence itself."""


SENTENCES: dict[Reason, str] = ByCode(
    {
        Reason.REVIEW_DAY_CAME: "The day has come on which the council said it would review this rule.",
        Reason.MORE_GROUPS_MET_IT: "{groups} more groups have met this since the council said that the rule stays.",
        Reason.GROUPS_SAY_GONE: "Groups that were affected say that it is gone.",
        Reason.LATER_ANSWER_SAYS_GONE: "A group that was affected has answered since: it is gone.",
        Reason.NOBODY_CONFIRMED: "We asked the groups, and no answer could confirm it.",
        Reason.HALF_SAY_STILL_THERE: f"{who_reopens().capitalize()} say that it is still there.",
        Reason.HALF_SAY_IT_IS_BACK: f"{who_reopens().capitalize()} say that it is back.",
        Reason.HALF_SAY_NO_WAY_THROUGH: f"{who_reopens().capitalize()} say that this does not work.",
        Reason.ANSWER_CHANGED: "A group has changed its answer.",
        Reason.ANSWER_WITHDRAWN: "The group's organisers have withdrawn an answer.",
        Reason.WENT_ON_UNANSWERED: "The council continued without an answer.",
        Reason.AS_WRITTEN: "{words}",
    },
    unknown="",
)

PARAMETERS: dict[Reason, frozenset[str]] = {
    reason: parameters_of(words) for reason, words in SENTENCES.items()
}

_OF_ANSWERS: dict[tuple[State, State], Reason] = {
    (State.REMOVAL_CLAIMED, State.REMOVED): Reason.GROUPS_SAY_GONE,
    (State.REMOVED_UNCONFIRMED, State.REMOVED): Reason.LATER_ANSWER_SAYS_GONE,
    (State.REMOVAL_CLAIMED, State.REMOVED_UNCONFIRMED): Reason.NOBODY_CONFIRMED,
    (State.REMOVED, State.REOPENED): Reason.HALF_SAY_IT_IS_BACK,
    (State.WAY_THROUGH, State.REOPENED): Reason.HALF_SAY_NO_WAY_THROUGH,
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with its parameters. Raises ValueError when they are not those that its sentence takes."""

    reason: Reason
    params: Params = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse parameters that the sentence does not take, or lacks."""
        check_parameters(self.reason, self.params, PARAMETERS[self.reason])


def why_of_answers(about: State, target: State) -> Why:
    """Return why the answers of those affected lead from a state to another."""
    return Why(_OF_ANSWERS.get((about, target), Reason.HALF_SAY_STILL_THERE))


def sentence(reason: Reason, params: Params) -> str:
    """Return the sentence of a reason."""
    return SENTENCES[reason].format_map(Parameters(params))
