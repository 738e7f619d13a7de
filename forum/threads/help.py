"""Who can help? What somebody wants, what features found for it, and why each of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

from sqlalchemy import Select

from forum.core.text import plain
from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.groups.models import Group
from forum.threads.cards import Card
from forum.threads.kinds import category_label, kind_of
from forum.threads.models import Thread
from forum.threads.relevance import reason, significant_words, words_in_common
from forum.threads.similar import find_candidates_of_each_kind
from forum.threads.similarity import Case
from forum.threads.visibility import public_area_id

MOST_OF_EACH = 5
MOST_LOOKED_AT = 20
NEARNESS = ("in your ward", "at your council", "")
Found = TypeVar("Found", bound=Thread)


class Located(Protocol):
    """Something with a place of its own: a group, an offer."""

    @property
    def council_id(self) -> int | None:
        """The number of its council."""

    @property
    def area_id(self) -> int | None:
        """The number of its ward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to do, where, and what is in the way; `category` is the code of a kind of obstacle."""

    want: str = ""
    obstacle: str = ""
    category: str = ""
    council: Council | None = None
    area: Area | None = None

    @property
    def words(self) -> str:
        """All that was typed, for the search engine."""
        return " ".join(filter(None, (self.want, self.obstacle)))

    @property
    def is_empty(self) -> bool:
        """Return whether every answer was left out."""
        return not (self.words or self.category or self.council)


class Reasons:
    """Why each thread is shown, in terms of what was asked; what has no reason is left out."""

    def __init__(
        self, wanted: Wanted, identity: Identity, may_help: Sequence[Select[tuple[int]]] = ()
    ) -> None:
        self.wanted, self.identity, self._may_help = wanted, identity, may_help
        self.asked = [significant_words(words) for words in (wanted.want, wanted.obstacle)]
        self.telling = {term: word for part in self.asked for term, word in part.items()}

    def like(self, model: type[Found]) -> list[Found]:
        """Find threads of a kind that share words with what was typed, as the search engine orders them; then what else may help."""
        return [one for one in self._alike if isinstance(one, model)]

    @cached_property
    def _alike(self) -> list[Thread]:
        case = Case(self.wanted.words)
        return find_candidates_of_each_kind(
            case, identity=self.identity, limit=MOST_LOOKED_AT, besides=self._may_help
        )

    def ranked(self, found: Sequence[Found]) -> list[Found]:
        """Keep what has a reason: most of the asked words first, then the nearest, then as it was found."""
        return sorted((one for one in found if self.of(one)), key=self._order)

    def of(self, thread: Thread) -> str:
        """Return why a thread is shown; empty for noise."""
        words = self.words(*self._said(thread))
        same_kind = bool(self.wanted.category) and kind_of(thread).category(thread) == self.wanted.category
        if self.telling and not (words or same_kind):
            return ""
        return (
            reason(words, "same kind of obstacle" if same_kind else "", self.near(thread))
            or "Newest of what you chose"
        )

    def words(self, *said: str) -> list[str]:
        """Return the asked words among these: enough of the wish, or enough of the obstacle."""
        found = [word for part in self.asked for word in words_in_common(part, said)]
        return list(dict.fromkeys(found))

    def near(self, one: Thread | Located) -> str:
        """Return a sentence saying that something is near, where it is; the ward of what carries no name is not said."""
        area_id = public_area_id(one) if isinstance(one, Thread) else one.area_id
        if self.wanted.area is not None and area_id == self.wanted.area.id:
            return "in your ward"
        is_here = self.wanted.council is not None and one.council_id == self.wanted.council.id
        return "at your council" if is_here else ""

    def _order(self, thread: Thread) -> tuple[int, int]:
        words = self.words(*self._said(thread))
        return -len(words), NEARNESS.index(self.near(thread))

    @staticmethod
    def _said(thread: Thread) -> list[str]:
        kind = kind_of(thread)
        category = category_label(kind.category(thread))
        return [thread.title, plain(thread.body_html), category, *kind.summary(thread)]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A group to ask, and why it is named here; of several reasons the one of the lowest rank is given."""

    group: Group
    why: str
    rank: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer of help: its words, whose it is, where it is good for, and why it is shown."""

    words: str
    name: str
    place: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpList:
    """A heading and threads under it; the lists of all features stand in the order of their ranks."""

    heading: str
    cards: Sequence[Card]
    rank: int
    missing: str = ""
    """What to call it where there is nothing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureHelp:
    """What one feature found."""

    lists: Sequence[HelpList] = ()
    groups: Sequence[Neighbour] = ()
    offers: Sequence[Offered] = ()


def cards_with_reasons(threads: Iterable[Thread], reasons: Reasons) -> list[Card]:
    """Return the first few as cards that say why they are shown."""
    shown = list(threads)[:MOST_OF_EACH]
    cards = [(kind_of(one).card(one, reasons.identity), reasons.of(one)) for one in shown]
    return [replace(card, facts=(capitalised(why), *card.facts)) for card, why in cards]


def capitalised(words: str) -> str:
    """Begin words with a capital letter."""
    return words[:1].upper() + words[1:]


def as_sentence(words: str) -> str:
    """Make words a sentence of their own."""
    return f"{capitalised(words)}."
