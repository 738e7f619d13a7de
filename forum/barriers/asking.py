"""How "is it really gone?" is put into words: the question, the answers, the tally and the rule."""

from __future__ import annotations

from forum.barriers.lifecycle import ANSWER_LABELS, Answer, Rules, State
from forum.barriers.models import Barrier
from forum.barriers.queries.confirmations import FIRST_ROUND, Round, is_open_round
from forum.core import clock
from forum.web.pages import count, day

_WAY_LABELS: dict[Answer, str] = {
    Answer.GONE: "Yes, it works",
    Answer.PARTLY: "Partly",
    Answer.STILL_THERE: "No, it does not work",
    Answer.NOT_TRIED: "We have not tried it yet",
}
_COUNTED = "“Not tried” counts for neither side."


def question(about: State) -> str:
    """Ask what those affected are asked: of a removal, or of a way through."""
    return "Does this way through work?" if about == State.WAY_THROUGH else "Is it really gone?"


def answer_labels(about: State) -> dict[Answer, str]:
    """Give the four answers in the words that fit the question."""
    return _WAY_LABELS if about == State.WAY_THROUGH else ANSWER_LABELS


def tally_rows(current: Round) -> list[tuple[str, str]]:
    """List each answer with how many groups gave it, and how many have not answered."""
    tally, labels = current.tally, answer_labels(current.about)
    numbers = {
        Answer.GONE: tally.gone,
        Answer.PARTLY: tally.partly,
        Answer.STILL_THERE: tally.still_there,
        Answer.NOT_TRIED: tally.not_tried,
    }
    silent = tally.asked - tally.answers - tally.not_tried
    rows = [(labels[answer], count(number, "group")) for answer, number in numbers.items()]
    return [*rows, ("No answer yet", count(silent, "group"))]


def rule_in_words(barrier: Barrier, current: Round, rules: Rules) -> list[str]:
    """Say who decides, by which rule and when, one sentence or two a line."""
    if not is_open_round(barrier, current.number):
        return ["These are the answers of the last time we asked."]
    closes = current.asked_at + rules.round_length
    when = f"We count on {day(closes)}, or as soon as everybody has answered."
    if closes < clock.now():
        when = f"The time to answer ended on {day(closes)}. An answer still counts, at any time."
    if current.about == State.WAY_THROUGH:
        return [
            f"If half of the answers or more say that it does not work, it is opened again. {_COUNTED}",
            when,
        ]
    if current.number != FIRST_ROUND:
        back = "Six months on, we ask once more. If half of the answers or more say that it is back, it is opened again."
        return [back, when]
    decides = (
        "The council cannot decide this. It is gone when at least one group that does not work for the council "
        "says so, and fewer than half of the answers say that it is still there."
    )
    gives_up = day(current.asked_at + rules.give_up_after)
    silence = f"If no answer can confirm it by {gives_up}, this page says so."
    if barrier.state == State.REMOVED_UNCONFIRMED:
        when, silence = "An answer still counts, at any time.", ""
    return [f"{decides} {_COUNTED}", f"{when} {silence}".strip()]
