"""How alike two cases are, and why: pure, and the same in both directions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from forum.search.analysis import amounts, terms

SAME_COUNCIL, SAME_KIND, SAME_SUM, SAME_WORDS = 1.0, 1.0, 1.0, 1.5
TITLE_TIMES = 3.0
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


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases have in common; `words` is from 0 to 1."""

    same_council: bool
    same_kind: bool
    same_sum: bool
    words: float

    @property
    def score(self) -> float:
        """Weigh it: same council and same kind come first, then the sum and the words."""
        facts = SAME_COUNCIL * self.same_council + SAME_KIND * self.same_kind + SAME_SUM * self.same_sum
        return facts + SAME_WORDS * self.words

    @property
    def is_enough(self) -> bool:
        """Whether it is more than chance: the same kind, or words; a sum elsewhere without any is in many cases."""
        has_sum = self.same_sum and (self.same_council or self.words > 0)
        return self.same_kind or self.words >= SIMILAR_WORDS or has_sum

    @property
    def is_close(self) -> bool:
        """Whether it is worth showing among all councils and kinds of thread: there, the same kind alone is in many."""
        return self.is_enough and (self.same_council or self.same_sum or self.words >= SOME_WORDS)

    @property
    def why(self) -> str:
        """Say what they have in common, for people."""
        if self.same_kind and self.same_council:
            said = ["same kind at the same council"]
        else:
            said = ["same kind"] * self.same_kind + ["same council"] * self.same_council
        said += ["same sum"] * self.same_sum + ["similar words"] * (self.words >= SIMILAR_WORDS)
        return ", ".join(said).capitalize()


def compare(one: Case, other: Case) -> Likeness:
    """Compare two cases. `compare(a, b)` and `compare(b, a)` are equal."""
    shared = one.weights.keys() & other.weights.keys()
    common = math.fsum(sorted(math.sqrt(one.weights[term] * other.weights[term]) for term in shared))
    whole = math.sqrt(math.fsum(one.weights.values()) * math.fsum(other.weights.values()))
    return Likeness(
        same_council=one.council_id is not None and one.council_id == other.council_id,
        same_kind=bool(one.category) and one.category == other.category,
        same_sum=not one.amounts.isdisjoint(other.amounts),
        words=common / whole if whole else 0.0,
    )
