"""Who can help? Gathers, for a wish, a place and an obstacle, whom to ask and what others did; each may be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle.states import GOT_PAST_STATES, NOT_FOR_COUNCIL_STATES
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import list_who_got_past
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import db
from forum.core.text import plain, quoted
from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.councils.queries import Contact, find_contact
from forum.discovery.relevance import reason, significant_words, words_in_common
from forum.groups.models import Group
from forum.questions.models import Offer, Question
from forum.questions.presenters import offerer_name
from forum.questions.queries.offers import list_offers
from forum.questions.queries.questions import QuestionFilters, list_few_questions
from forum.questions.vocabulary import QuestionState
from forum.stories.models import Story
from forum.stories.queries import Filters, list_stories
from forum.threads.cards import Card
from forum.threads.kinds import kind_of
from forum.threads.models import Thread, Visibility
from forum.threads.similar import find_candidates
from forum.threads.similarity import Case
from forum.threads.visibility import public_area_id, readable

MOST_OF_EACH = 5
MOST_LOOKED_AT = 20
Found = TypeVar("Found", bound=Thread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to do, where, and what is in the way; `category` is one of the barrier vocabulary."""

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
        """Whether every answer was left out."""
        return not (self.words or self.category or self.council)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A group to ask, and why it is named here."""

    group: Group
    why: str
    near: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """All that was found; each list is short and holds only what the reader may see."""

    contact: Contact | None = None
    groups: Sequence[Neighbour] = field(default_factory=list)
    offers: Sequence[Offered] = field(default_factory=list)
    past: Sequence[Card] = field(default_factory=list)
    stories: Sequence[Card] = field(default_factory=list)
    questions: Sequence[Card] = field(default_factory=list)
    met: Sequence[Card] = field(default_factory=list)
    """The same obstacle, still in the way of others."""

    @property
    def missing(self) -> str:
        """Name the lists that are empty, in one phrase; empty where none is."""
        lists = (
            (self.groups, "groups that did it"),
            (self.offers, "offers of help"),
            (self.past, "barriers that others got past"),
            (self.stories, "stories"),
            (self.questions, "questions"),
        )
        names = [name for found, name in lists if not found]
        return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    @property
    def is_nothing(self) -> bool:
        """Whether nobody and nothing was found but, perhaps, a council's contact."""
        return not (self.groups or self.offers or self.past or self.stories or self.questions or self.met)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer of help, and why it is shown."""

    offer: Offer
    why: str

    @property
    def name(self) -> str:
        """Name who offers."""
        return offerer_name(self.offer)


class Reasons:
    """Why each thread is shown, in terms of what was asked; what has no reason is left out."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.asked = [significant_words(words) for words in (wanted.want, wanted.obstacle)]
        self.telling = {term: word for part in self.asked for term, word in part.items()}

    def ranked(self, found: Sequence[Found]) -> list[Found]:
        """Keep what has a reason: most of the asked words first, then the nearest, then as it was found."""
        return sorted((one for one in found if self.of(one)), key=self._order)

    def of(self, thread: Thread) -> str:
        """Say why a thread is shown; empty for noise."""
        words = self.words(thread.title, plain(thread.body_html), *self._labels(thread))
        same_kind = bool(self.wanted.category) and getattr(thread, "category", None) == self.wanted.category
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

    def near(self, one: Thread | Group | Offer) -> str:
        """Say that something is near, where it is; the ward of what carries no name is not said."""
        area_id = public_area_id(one) if isinstance(one, Thread) else one.area_id
        if self.wanted.area is not None and area_id == self.wanted.area.id:
            return "in your ward"
        is_here = self.wanted.council is not None and one.council_id == self.wanted.council.id
        return "at your council" if is_here else ""

    def _order(self, thread: Thread) -> tuple[int, int]:
        words = self.words(thread.title, plain(thread.body_html), *self._labels(thread))
        return -len(words), ("in your ward", "at your council", "").index(self.near(thread))

    @staticmethod
    def _labels(thread: Thread) -> list[str]:
        summary = thread.summary if isinstance(thread, Story) else ""
        return [category_label(getattr(thread, "category", None) or ""), summary]


def find_help(wanted: Wanted, identity: Identity) -> Help:
    """Gather whom to ask and what others did. Never raises for what people type."""
    reasons = Reasons(wanted)
    barriers = reasons.ranked(_barriers(wanted, identity))
    past = [one for one in barriers if one.state in GOT_PAST_STATES]
    stories = reasons.ranked(_stories(wanted, identity))
    return Help(
        contact=find_contact(wanted.council, wanted.category) if wanted.council else None,
        groups=_groups(reasons, barriers, stories),
        offers=_offers(wanted, reasons),
        past=_cards(past, identity, reasons),
        stories=_cards(stories, identity, reasons),
        questions=_cards(reasons.ranked(_questions(wanted, identity)), identity, reasons),
        met=_cards([one for one in barriers if one.state not in GOT_PAST_STATES], identity, reasons),
    )


def _barriers(wanted: Wanted, identity: Identity) -> list[Barrier]:
    """Find barriers like it, wherever they are; with a kind alone, the newest of that kind that were got past."""
    found: list[Barrier] = []
    if wanted.words:
        alike = find_candidates(
            Case(wanted.words), identity=identity, kinds=("barrier",), limit=MOST_LOOKED_AT
        )
        found = [one for one in alike if isinstance(one, Barrier) and one.state not in NOT_FOR_COUNCIL_STATES]
    if wanted.category:
        of_kind = [one for one in found if one.category == wanted.category]
        found = _unique([*of_kind, *_past_of_kind(wanted, identity)])
    return found


def _past_of_kind(wanted: Wanted, identity: Identity) -> Sequence[Barrier]:
    query = (
        select(Barrier)
        .where(readable(identity), Barrier.category == wanted.category, Barrier.state.in_(GOT_PAST_STATES))
        .options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))
        .order_by(Barrier.id.desc())
    )
    return db.session.scalars(query.limit(MOST_OF_EACH)).all()


def _stories(wanted: Wanted, identity: Identity) -> list[Story]:
    """Find stories like it; with a place or a kind alone, the newest from there or that met it."""
    found: list[Story] = []
    if wanted.words:
        alike = find_candidates(Case(wanted.words), identity=identity, kinds=("story",), limit=MOST_LOOKED_AT)
        found = [one for one in alike if isinstance(one, Story) and one.archived_at is None]
    if found or wanted.words or not (wanted.category or wanted.council):
        return found
    council_id = wanted.council.id if wanted.council else None
    filters = Filters(council_id=council_id, category=wanted.category)
    return list(list_stories(identity=identity, filters=filters).rows)


def _questions(wanted: Wanted, identity: Identity) -> list[Question]:
    """Find questions like it; with a place or a kind alone, those that wait there."""
    found: list[Question] = []
    if wanted.words:
        alike = find_candidates(
            Case(wanted.words), identity=identity, kinds=("question",), limit=MOST_LOOKED_AT
        )
        found = [one for one in alike if isinstance(one, Question) and one.state != QuestionState.CLOSED]
    if found or wanted.words or not (wanted.category or wanted.council):
        return found
    council_id = wanted.council.id if wanted.council else None
    filters = QuestionFilters(council_id=council_id, category=wanted.category, state=QuestionState.WAITING)
    return list(list_few_questions(identity=identity, filters=filters))


def _offers(wanted: Wanted, reasons: Reasons) -> list[Offered]:
    """List offers of help with a reason each, the nearest first: in words that were asked for, or with this kind."""
    if wanted.is_empty:
        return []
    council_id = wanted.council.id if wanted.council else None
    rows = list_offers(topic=wanted.category, council_id=council_id, size=MOST_LOOKED_AT).rows
    shown = [Offered(one, why) for one in rows if (why := _why_offered(one, wanted, reasons))]
    order = ("in your ward", "at your council", "")
    return sorted(shown, key=lambda one: order.index(reasons.near(one.offer)))[:MOST_OF_EACH]


def _why_offered(offer: Offer, wanted: Wanted, reasons: Reasons) -> str:
    """Say why an offer is shown; empty where it has nothing of what was asked."""
    topics = [category_label(one.category) for one in offer.topics]
    words = reasons.words(offer.words, *topics)
    kind = f"helps with {category_label(wanted.category).lower()}" if wanted.category else ""
    if reasons.telling and not (words or kind):
        return ""
    return _capitalised(reason(words, kind, reasons.near(offer) or ("" if offer.council_id else "anywhere")))


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    return f"{_capitalised(words)}."


def _groups(reasons: Reasons, barriers: Sequence[Barrier], stories: Sequence[Story]) -> list[Neighbour]:
    """Name groups to ask, the nearest first: those that tell such a story, and those that got past such a barrier.

    Whoever asked not to be named is not among them: a story is told with a name, and the query leaves out the rest.
    """
    named: dict[int, tuple[Group, str]] = {}
    for story in stories:
        if story.group is not None and story.told_at is not None and story.visibility == Visibility.PUBLIC:
            said = f"Their story: {quoted(story.title)}. {_sentence(reasons.of(story))}"
            named.setdefault(story.group.id, (story.group, said))
    by_number = {one.id: one for one in barriers}
    for group, number in list_who_got_past(barriers):
        met = by_number[number]
        said = f"They met {quoted(met.title)}, and got past it. {_sentence(reasons.of(met))}"
        named.setdefault(group.id, (group, said))
    neighbours = [Neighbour(group, why, _near(group, reasons)) for group, why in named.values()]
    order = {"In your ward": 0, "At your council": 1}
    return sorted(neighbours, key=lambda one: order.get(one.near, 2))[:MOST_OF_EACH]


def _near(group: Group, reasons: Reasons) -> str:
    return reasons.near(group).capitalize() or (group.council.name if group.council else "")


def _cards(threads: Sequence[Thread], identity: Identity, reasons: Reasons) -> list[Card]:
    cards = [(kind_of(one).card(one, identity), reasons.of(one)) for one in threads[:MOST_OF_EACH]]
    return [replace(card, facts=(_capitalised(why), *card.facts)) for card, why in cards]


def _unique(barriers: Sequence[Barrier]) -> list[Barrier]:
    return list({one.id: one for one in barriers}.values())


def category_label(code: str) -> str:
    """Name a kind of obstacle; empty for none."""
    return CATEGORY_BY_CODE[code].label if code in CATEGORY_BY_CODE else ""
