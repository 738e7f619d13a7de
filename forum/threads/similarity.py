"""How alike two cases are, and why: pure, and the same in both directions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from forum.search.analysis import amounts, terms

SAME_COUNCIL, SAME_KIND, SAME_SUM, SAME_WORDS, SAME_MEANING = 1.0, 1.0, 1.0, 1.5, 3.0
TITLE_TIMES = 3.0
SURE_FROM = 0.36  # measured (docs/search.md)
SURE_BY_WORDS, SURE_BY_KIND, SURE_BY_COUNCIL, SURE_BY_SUM = 0.1, 0.08, 0.04, 0.12
BARELY_NEARER, DOUBT = 0.05, 4.0
"""How much nearer to an everyday matter than to each other two cases may be, and what each step beyond takes away."""
SIMILAR_WORDS = 0.12  # from here on the words alone make two cases alike
SOME_WORDS = 0.06  # of two cases at different councils, more than a common word
LONGEST_READ = 4_000  # characters: what a case is about stands at its beginning
MANY_WORDS = (
    40  # all words of a longer text weigh as much as so many, or its length would hide what its title says
)


@dataclass(frozen=True)
class Case:
    """What is compared of a thread or a draft; the council and the kind of obstacle where they are known."""

    title: str
    text: str = ""
    council_id: int | None = None
    category: str = ""
    number_of_affected: int = 0
    """Puts equally alike ones in order."""
    number: int | None = None
    """That of the thread, where it is one and not a draft."""

    @cached_property
    def weights(self) -> dict[str, float]:
        """Its terms, those of the title worth more; its sums are compared by themselves."""
        text = set(terms(self.text[:LONGEST_READ]))
        said = dict.fromkeys(text, min(1.0, MANY_WORDS / max(1, len(text))))
        said |= dict.fromkeys(terms(self.title), TITLE_TIMES)
        return {term: weight for term, weight in said.items() if term not in self.amounts}

    @cached_property
    def amounts(self) -> frozenset[str]:
        """The sums it names, each in one form."""
        return amounts(f"{self.title}\n{self.text[:LONGEST_READ]}")


class Meaning(NamedTuple):
    """How near two cases are in what they mean, from -1 to 1, and how near one is to an everyday matter that the other is not about."""

    cosine: float
    everyday: float = 0.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases have in common; `words` is from 0 to 1."""

    same_council: bool
    same_kind: bool
    same_sum: bool
    words: float
    meaning: float | None = None
    """The cosine of what they mean, from -1 to 1; None where nothing is found by meaning."""
    everyday: float = 0.0
    """How near one of them is to an everyday matter that stops no group, and that the other is not about; from 0 to 1."""

    @property
    def score(self) -> float:
        """Weigh it: same council and same kind come first, then the sum, the words and the meaning."""
        facts = SAME_COUNCIL * self.same_council + SAME_KIND * self.same_kind + SAME_SUM * self.same_sum
        return facts + SAME_WORDS * self.words + SAME_MEANING * max(self.meaning or 0.0, 0.0)

    @property
    def is_enough(self) -> bool:
        """Return whether it is more than chance: the meaning, where it is known, with all else; or the same kind, or words.

        A sum elsewhere without any word in common is in many cases.
        """
        if self.meaning is not None:
            return self.sureness >= SURE_FROM
        has_sum = self.same_sum and (self.same_council or self.words > 0)
        return self.same_kind or self.words >= SIMILAR_WORDS or has_sum

    @property
    def sureness(self) -> float:
        """Return how sure it is that they are about one thing: the meaning first, and what speaks for it and against it."""
        facts = (
            SURE_BY_COUNCIL * self.same_council + SURE_BY_KIND * self.same_kind + SURE_BY_SUM * self.same_sum
        )
        meaning = self.meaning or 0.0
        doubt = DOUBT * max(0.0, self.everyday - meaning - BARELY_NEARER)
        return meaning + SURE_BY_WORDS * self.words + facts - doubt

    @property
    def is_close(self) -> bool:
        """Return whether it is worth showing among all councils and kinds of thread: there, the same kind alone is in many."""
        if self.meaning is not None:
            return self.is_enough
        return self.is_enough and (self.same_council or self.same_sum or self.words >= SOME_WORDS)

    @property
    def why(self) -> str:
        """Return what they have in common, for people."""
        if self.same_kind and self.same_council:
            said = ["same kind at the same council"]
        else:
            said = ["same kind"] * self.same_kind + ["same council"] * self.same_council
        said += ["same sum"] * self.same_sum
        if self.words >= SIMILAR_WORDS:
            said.append("similar words")
        elif self.meaning is not None:
            said.append("said in other words")
        return ", ".join(said).capitalize()


def compare(one: Case, other: Case, meaning: Meaning | None = None) -> Likeness:
    """Compare two cases by their words and, where it is known, by what they mean. `compare(a, b)` and `compare(b, a)` are equal."""
    shared = one.weights.keys() & other.weights.keys()
    common = math.fsum(sorted(math.sqrt(one.weights[term] * other.weights[term]) for term in shared))
    whole = math.sqrt(math.fsum(one.weights.values()) * math.fsum(other.weights.values()))
    return Likeness(
        same_council=one.council_id is not None and one.council_id == other.council_id,
        same_kind=bool(one.category) and one.category == other.category,
        same_sum=not one.amounts.isdisjoint(other.amounts),
        words=common / whole if whole else 0.0,
        meaning=meaning.cosine if meaning else None,
        everyday=meaning.everyday if meaning else 0.0,
    )
