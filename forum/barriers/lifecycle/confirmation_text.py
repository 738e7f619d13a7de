"""How "is it really gone?" is put into words: the question, the tally, the rule, and what came of it."""

from __future__ import annotations

from datetime import datetime

from forum.barriers.lifecycle.confirmation_outcome import Answer, Tally
from forum.barriers.lifecycle.labels import answer_labels
from forum.barriers.lifecycle.rules import LifecycleRules, reopening_share
from forum.barriers.lifecycle.states import State
from forum.core.formatting import count, day, duration

_COUNTED = "“Not tried” counts for neither side."
_STILL_COUNTS = "An answer still counts, at any time."


def question(about: State) -> str:
    """Return what those affected are asked: of a removal, or of a way through."""
    return "Does this way through work?" if about == State.WAY_THROUGH else "Is it really gone?"


def whether(about: State) -> str:
    """Return the same inside a sentence that says that they are asked."""
    return "this works" if about == State.WAY_THROUGH else "it is really gone"


def again(rules: LifecycleRules) -> str:
    """Return what comes before the question of the second round, in a mail."""
    passed = duration(rules.second_round_after)
    return f"It is {passed} since the groups it affected said that it was gone. Is it still?"


def tally_rows(tally: Tally, about: State) -> list[tuple[str, str]]:
    """List each answer with how many groups gave it, and how many have not answered."""
    labels = answer_labels(about)
    numbers = {
        Answer.GONE: tally.gone,
        Answer.PARTLY: tally.partly,
        Answer.STILL_THERE: tally.still_there,
        Answer.NOT_TRIED: tally.not_tried,
    }
    silent = tally.asked - tally.answers - tally.not_tried
    rows = [(labels[answer], count(number, "group")) for answer, number in numbers.items()]
    return [*rows, ("No answer yet", count(silent, "group"))]


def rule_in_words(
    *,
    about: State,
    state: State,
    is_first_round: bool,
    asked_at: datetime,
    now: datetime,
    rules: LifecycleRules,
) -> list[str]:
    """Return who decides, by which rule and when, one sentence or two a line.

    `about` is the claim that was asked about, `state` where the barrier is now.
    """
    closes = asked_at + rules.round_length
    when = f"We count on {day(closes)}, or as soon as everyone has answered."
    if closes < now:
        when = f"The time to answer ended on {day(closes)}. {_STILL_COUNTS}"
    if about == State.WAY_THROUGH:
        return [f"{_opened_again('it does not work')} {_COUNTED}", when]
    if not is_first_round:
        asked_again = f"We ask once more {duration(rules.second_round_after)} after it was confirmed."
        return [f"{asked_again} {_opened_again('it is back')}", when]
    decides = (
        "The council cannot decide this. It is gone when at least one group that does not work for the council "
        f"says so, and fewer than {reopening_share()} of the answers say that it is still there."
    )
    silence = f"If no answer can confirm it by {day(asked_at + rules.give_up_after)}, this page says so."
    if state == State.REMOVED_UNCONFIRMED:
        when, silence = _STILL_COUNTS, ""
    return [f"{decides} {_COUNTED}", f"{when} {silence}".strip()]


def closed_round() -> list[str]:
    """Return what stands in place of the rule once the question is closed."""
    return ["These are the answers of the last time we asked."]


def who_reopens() -> str:
    """Return whose answers open a barrier again, inside a sentence."""
    return f"{reopening_share()} or more of the groups that answered"


def _opened_again(says: str) -> str:
    return f"If {reopening_share()} of the answers or more say that {says}, it is opened again."
