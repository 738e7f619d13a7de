"""The counts of the public log: what moderators did in the last year, why, and how often they were wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from forum.moderation.decision_words import public_line, reason_label
from forum.moderation.queries.decisions import count_appeals, count_cases, count_decisions
from forum.moderation.vocabulary import ReasonCode, Verb

NOUNS = dict.fromkeys((Verb.SUSPEND, Verb.END_SUSPENSION, Verb.HIDE_SINCE, Verb.SHOW_SINCE), "account") | {
    Verb.SPLIT: "comment"
}


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Counts of one year; each pair is what, and how often."""

    by_verb: list[tuple[str, int]]
    by_reason: list[tuple[str, int]]
    reported: int
    acted_on: int
    appeals: int
    undone: int


def read_public_figures() -> PublicFigures:
    """Count what was decided."""
    counted = count_decisions()
    verbs, reasons = Counter[str](), Counter[str]()
    for (verb, code), number in counted.items():
        verbs[verb] += number
        reasons[code] += number
    reported, acted_on = count_cases()
    appeals, undone = count_appeals()
    return PublicFigures(
        by_verb=[(public_line(verb, NOUNS.get(verb, "post")), verbs[verb]) for verb in Verb if verbs[verb]],
        by_reason=[(reason_label(code), reasons[code]) for code in ReasonCode if reasons[code]],
        reported=reported,
        acted_on=acted_on,
        appeals=appeals,
        undone=undone,
    )
