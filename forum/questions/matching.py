"""How well an offer of help fits a question. Pure: facts in, a score and reasons out.

The score is a sum, so that each part of it can be said in a sentence:

    what they did     40  got past a barrier of the same category, in public
                     +10  and the same kind of rule stood behind it
                      15  measured results of a project (once, however many)
    what they offer   10  the question's category is among their topics
    how near they are  9  the same ward, 6 the same council, 3 the same region, 0 anywhere else
    how free they are  1  for each conversation left this month, 5 at most

What they did outweighs all the rest together: 40 > 10 + 9 + 5 + 15. Nearness outweighs free time, so that of two who
did the same the nearer comes first. An offer with nothing left, or with neither the topic nor the experience, does
not fit at all. Only what everybody can read counts: what a group said without its name is not among the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GOT_PAST, SAME_RULE, MEASURED, TOPIC = 40, 10, 15, 10
SAME_AREA, SAME_COUNCIL, SAME_REGION = 9, 6, 3
MOST_FOR_FREE_TIME = 5


@dataclass(frozen=True, slots=True)
class MatchPlace:
    """Where something is; any part may be unknown."""

    area_id: int | None = None
    council_id: int | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A barrier somebody got past, in public: its category, the source of its rule, and where."""

    category: str
    rule_source: str
    council: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class MatchSubject:
    """What a question is about. `rule_source` is known where it asks about a barrier."""

    category: str | None
    rule_source: str | None = None
    place: MatchPlace = MatchPlace()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer with what everybody may know of those behind it."""

    offer_id: int
    topics: frozenset[str]
    place: MatchPlace
    left: int
    past: Sequence[Past] = ()
    measured: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one candidate fits, and the barrier that shows it, where there is one."""

    candidate: Candidate
    score: int
    past: Past | None
    is_same_rule: bool
    nearness: int


def rank(asked: MatchSubject, candidates: Iterable[Candidate]) -> list[Fit]:
    """Return those who fit, best first; of equals the one with more time left, then the older offer."""
    fits = [one for one in (fit(asked, each) for each in candidates) if one is not None]
    return sorted(fits, key=lambda one: (-one.score, -one.candidate.left, one.candidate.offer_id))


def fit(asked: MatchSubject, candidate: Candidate) -> Fit | None:
    """Score one candidate; None for one who does not fit."""
    past, is_same_rule = best_past(asked, candidate.past)
    is_topic = asked.category is None or asked.category in candidate.topics
    if candidate.left <= 0 or (past is None and not is_topic):
        return None
    nearness = near(asked.place, candidate.place)
    did = (GOT_PAST if past else 0) + (SAME_RULE if is_same_rule else 0)
    score = did + (MEASURED if candidate.measured else 0) + (TOPIC if is_topic else 0)
    free = min(candidate.left, MOST_FOR_FREE_TIME)
    return Fit(candidate, score + nearness + free, past, is_same_rule, nearness)


def best_past(asked: MatchSubject, past: Sequence[Past]) -> tuple[Past | None, bool]:
    """Choose the barrier that shows it best, and tell whether the same kind of rule stood behind it."""
    alike = [one for one in past if asked.category is not None and one.category == asked.category]
    same = next((one for one in alike if asked.rule_source and one.rule_source == asked.rule_source), None)
    return (same, True) if same else (alike[0] if alike else None, False)


def near(asked: MatchPlace, candidate: MatchPlace) -> int:
    """Score how near two places are; unknown is anywhere."""
    if asked.area_id is not None and asked.area_id == candidate.area_id:
        return SAME_AREA
    if asked.council_id is not None and asked.council_id == candidate.council_id:
        return SAME_COUNCIL
    return SAME_REGION if asked.region and asked.region == candidate.region else 0


def explain(one: Fit) -> list[str]:
    """Return why, in sentences of facts that everybody may know."""
    said = []
    if one.past:
        what = (
            "the same kind of barrier, with the same kind of rule,"
            if one.is_same_rule
            else "a barrier of this kind"
        )
        said.append(f"They got past {what}{f' at {one.past.council}' if one.past.council else ''}.")
    if one.candidate.measured:
        number = one.candidate.measured
        said.append(f"They measured {number} {'result' if number == 1 else 'results'} of a project.")
    nearness = {SAME_AREA: "They are in the same ward.", SAME_COUNCIL: "They are at the same council."}
    nearness[SAME_REGION] = "They are in the same region."
    if one.nearness:
        said.append(nearness[one.nearness])
    if not said:
        said.append("They offer help with this.")
    return said
