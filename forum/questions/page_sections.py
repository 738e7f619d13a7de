"""What the pages that gather several features show of questions, and of offers of help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, select

from forum.councils.identity import VISITOR, Identity
from forum.groups.models import Group
from forum.questions.cards import card
from forum.questions.help import find_help
from forum.questions.models import Question
from forum.questions.presenters import OfferCard, offer_card
from forum.questions.queries.offers import list_offers_of_group
from forum.questions.queries.questions import QuestionFilters, list_few_questions, questions_with
from forum.questions.vocabulary import QuestionState
from forum.threads.cards import Card
from forum.threads.help import FeatureHelp, Reasons, Wanted
from forum.threads.models import Tag, Thread
from forum.threads.page_sections import (
    Link,
    ListLine,
    Newest,
    PagePlace,
    PageSection,
    PageSections,
    ShortList,
    Slot,
    newest_first,
)

ON_HOME, FEW = 3, 5


@dataclass(frozen=True, slots=True)
class WaitingQuestions:
    """What questions/_on_home.html shows."""

    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class QuestionsOfGroup:
    """What questions/_of_group.html shows: what a group asks and offers, and where to ask it."""

    cards: Sequence[Card]
    offers: Sequence[OfferCard]
    ask_url: str


class QuestionSections(PageSections[Question]):
    """Questions that wait on home, and the newest few elsewhere."""

    model = Question

    def newest(self) -> Iterable[Newest]:
        """Return the newest that are not closed."""
        asked = select(Question.id).where(Thread.kind == "question", Question.state != QuestionState.CLOSED)
        yield Newest(asked, FEW)

    def on_home(self, identity: Identity) -> Iterator[PageSection]:
        """Show the newest that nobody has answered yet."""
        filters = QuestionFilters(state=QuestionState.WAITING)
        waiting = list_few_questions(identity=identity, filters=filters, limit=ON_HOME)
        shown = WaitingQuestions([card(one) for one in waiting])
        yield PageSection(template="questions/_on_home.html", shows=shown)

    def at_place(
        self, place: PagePlace, newest: Sequence[Question], _identity: Identity
    ) -> Iterator[PageSection]:
        """Show the newest few from there; the list of questions knows councils only, so a ward's are searched for."""
        council, area = place.council, place.area
        all_url = (
            url_for("search.search", kind="question", area=area.id)
            if area
            else url_for("questions.questions", council=council.slug)
        )
        links = (
            Link("Ask a question", url_for("ask.start", council=council.id)),
            Link("Who offers help near here", url_for("offers.offers", council=council.slug)),
        )
        yield _few(newest, all_url, links)

    def with_tag(self, tag: Tag, newest: Sequence[Question], _identity: Identity) -> Iterator[PageSection]:
        """Show the newest few with it."""
        all_url = url_for("search.search", kind="question", tag=tag.name)
        yield _few(newest, all_url, (Link("Ask a question", url_for("ask.start")),))

    def newest_of_group(self, group: Group) -> Iterator[Select[tuple[int]]]:
        """Return the newest it asks."""
        yield newest_first(questions_with(VISITOR, QuestionFilters(group_id=group.id)), FEW)

    def of_group(
        self, group: Group, newest: Sequence[Question], _identity: Identity
    ) -> Iterator[PageSection]:
        """Show what it asks and offers, the same to every reader."""
        shown = QuestionsOfGroup(
            cards=[card(one) for one in newest],
            offers=[offer_card(one, left) for one, left in list_offers_of_group(group)],
            ask_url=url_for("ask.start", group=group.id),
        )
        yield PageSection(template="questions/_of_group.html", shows=shown, slot=Slot.ASIDE)

    def may_help(self, wanted: Wanted, identity: Identity) -> Iterator[Select[tuple[int]]]:
        """Return, with a place or a kind alone, those that wait there."""
        if not wanted.words and (wanted.category or wanted.council):
            place = wanted.council.id if wanted.council else None
            waiting = QuestionState.WAITING
            filters = QuestionFilters(council_id=place, category=wanted.category, state=waiting)
            yield newest_first(questions_with(identity, filters), FEW)

    def who_can_help(self, reasons: Reasons) -> FeatureHelp:
        """Return what help.py finds."""
        return find_help(reasons)


def _few(newest: Sequence[Question], all_url: str, links: Sequence[Link]) -> PageSection:
    return ShortList(
        heading="Questions",
        lines=[_line(card(one)) for one in newest],
        empty="No one has asked yet.",
        more=Link("All questions", all_url),
        links=links,
    ).beside_page("questions")


def _line(shown: Card) -> ListLine:
    return ListLine(shown.title, shown.url, shown.facts[0] if shown.facts else shown.state_label)
