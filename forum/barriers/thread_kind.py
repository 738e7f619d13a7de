"""What a barrier tells the features that know threads only: who is hidden, who may read it too, how it is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from forum.accounts.models import Person
from forum.barriers import cards
from forum.barriers.actions import held_affected
from forum.barriers.actions.duplicates import link_barrier, unlink_barrier
from forum.barriers.actions.group_statements import take_back_report
from forum.barriers.actions.moving import pass_to_council
from forum.barriers.category_suggestions import likely_kind
from forum.barriers.events import BarrierPublished, BarrierReported
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import (
    Affected,
    Barrier,
    ConfirmationAnswer,
    ConfirmationRequest,
    HintAnswer,
    QuestionAnswer,
    Response,
    Revision,
    Transition,
)
from forum.barriers.presenters import OTHER_BODY, RULE_WORDS, TRYING_TO, WOULD_HELP, hint_rows
from forum.barriers.queries.similar import case_of
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core.codes import labels_of
from forum.core.db import Base, db
from forum.core.events import Event
from forum.core.text import plain
from forum.councils.identity import Identity
from forum.councils.models import Council, Department
from forum.search.documents import Document
from forum.threads.cards import Card
from forum.threads.kinds import Passage, ThreadKind
from forum.threads.models import HeldStatement, Thread
from forum.threads.similarity import Case

MOST_READ = 200


class BarrierKind(ThreadKind[Barrier]):
    """The kind of all barriers."""

    name = "barrier"
    label = "Barrier"
    endpoint = "barriers_show.show"
    is_record = True
    keeps_voices_apart = True
    facet_labels = {  # never changed
        "category": labels_of(CATEGORY_BY_CODE),
        "rule_source": labels_of(RULE_SOURCE_BY_CODE),
        "state": {str(state): label for state, label in STATE_LABELS.items()},
    }

    def card(self, thread: Barrier, identity: Identity) -> Card:
        """Return what a list shows of a barrier."""
        return cards.card(thread, identity)

    def title_without_words(self, thread: Barrier) -> str:
        """Return its category: what kind of obstacle it was stays on record."""
        return f"{CATEGORY_BY_CODE[thread.category].label}: its author took their words with them"

    def take_back_name(self, thread: Barrier, by: Person) -> bool:
        """Take the group off its reporter too."""
        take_back_report(barrier=thread, by=by)
        return True

    def hidden_people(self, thread: Barrier) -> frozenset[int]:
        """Return the ids of those who asked not to be named in it, its reporter among them where they did."""
        known = thread.hidden_people
        if known is None:
            asked = select(Affected.person_id).where(Affected.barrier_id == thread.id, Affected.is_nameless)
            known = frozenset(db.session.scalars(asked))
        return known | {thread.author_id} if thread.is_nameless else known

    def is_party(self, thread: Barrier, person_id: int) -> bool:
        """Whoever is affected by it may read it when it is for the council only."""
        own = select(Affected.id).where(
            Affected.barrier_id == thread.id,
            Affected.person_id == person_id,
            Affected.withdrawn_at.is_(None),
        )
        return db.session.scalar(own) is not None

    def parties(self, person_id: int) -> ColumnElement[bool]:
        """Those that a person is affected by."""
        own = select(Affected.id).where(
            Affected.barrier_id == Thread.id, Affected.person_id == person_id, Affected.withdrawn_at.is_(None)
        )
        return own.exists()

    def document(self, thread: Barrier) -> Document:
        """Return its search document, with who owns the rule and how many it stops."""
        found = super().document(thread)
        is_answered = thread.state == State.REMOVED
        affected = thread.number_of_affected
        return replace(found, rule_source=thread.rule_source, affected=affected, is_answered=is_answered)

    def passages(self, thread: Barrier) -> Sequence[Passage]:
        """Return its words, and those of all affected."""
        return self.passages_of([thread])[thread.id]

    def passages_of(self, threads: Sequence[Barrier]) -> Mapping[int, Sequence[Passage]]:
        """Read the words of all affected, and the answers to the questions of the categories, at once."""
        numbers = [one.id for one in threads]
        related = (selectinload(Barrier.hint_answers), selectinload(Barrier.department))
        db.session.scalars(select(Barrier).where(Barrier.id.in_(numbers)).options(*related)).all()
        found = {one.id: _own_passages(one) for one in threads}
        said = select(Affected.barrier_id, Affected.words).where(
            Affected.barrier_id.in_(numbers), Affected.withdrawn_at.is_(None), Affected.words != ""
        )
        for number, words in db.session.execute(said.order_by(Affected.id).limit(MOST_READ * len(numbers))):
            found[number].append(Passage("A group wrote", words, "groups wrote"))
        return found

    def typed_elsewhere(self, thread: Barrier) -> Iterator[str]:
        """Return how it affected its reporter, and what they answered to the hints."""
        own = select(Affected.words).where(Affected.barrier_id == thread.id, Affected.is_reporter)
        yield from db.session.scalars(own)
        yield from (one.words for one in thread.hint_answers if one.words)

    def say(self, statement: HeldStatement) -> None:
        """Count a group whose words may be read now."""
        held_affected.say(statement)

    def take_back(self, statement: HeldStatement) -> None:
        """Count it no more."""
        held_affected.take_back(statement)

    def published_events(self, thread: Barrier) -> Sequence[Event]:
        """Its council's clock runs from now on, and it is to be told."""
        return BarrierPublished(barrier=thread), BarrierReported(barrier=thread)

    def labels(self, thread: Barrier) -> Iterator[str | None]:
        """Return the names of its category, the owner of its rule, its department and its state."""
        category = CATEGORY_BY_CODE.get(thread.category)
        yield category.label if category else None
        source = RULE_SOURCE_BY_CODE.get(thread.rule_source)
        yield source.label if source and source.code != "unknown" else None
        yield thread.department.name if thread.department else None
        yield STATE_LABELS[thread.state]

    def category(self, thread: Barrier) -> str:
        """Return the code of its category."""
        return thread.category

    def state(self, thread: Barrier) -> str:
        """Return the code of its state."""
        return str(thread.state)

    def case(self, thread: Barrier) -> Case:
        """Return what is compared of it with others."""
        return case_of(thread)

    def guess_category(self, title: str) -> str:
        """Guess by the words that are typical of a category."""
        return likely_kind(title)

    def is_taken_back(self, thread: Barrier) -> bool:
        """Withdrawn ones stay, but are over."""
        return thread.state == State.WITHDRAWN

    def rows_with_words(self, thread: Barrier) -> Iterator[Base]:
        """Return what its reporter, those affected and its council wrote, with what it said before; officers' notes are theirs."""
        yield thread
        for table in (Affected, Response, QuestionAnswer, Transition, Revision, HintAnswer):
            yield from db.session.scalars(select(table).where(table.barrier_id == thread.id))
        asked = select(ConfirmationRequest).where(ConfirmationRequest.barrier_id == thread.id)
        for request in db.session.scalars(asked):
            yield request
            answers = select(ConfirmationAnswer).where(ConfirmationAnswer.request_id == request.id)
            yield from db.session.scalars(answers)

    def why_not_moved(self, thread: Barrier) -> str:
        """Once a council has answered, the case is its own, with its clock and its figures."""
        answered = select(Response.id).where(Response.barrier_id == thread.id).limit(1)
        if db.session.scalar(answered) is not None:
            return "A council has answered this already. It can say that another body owns it."
        return "It is linked to another case. Undo that first." if thread.same_as_id else ""

    def after_move(
        self, thread: Barrier, was: Council | None, department: Department | None, by: Person
    ) -> None:
        """Give it to a department there, begin its deadline anew, and write the move into its history."""
        pass_to_council(barrier=thread, was=was, department=department, by=by)

    def merge(self, thread: Barrier, main: Barrier, by: Person) -> bool:
        """Link the two, as officers do: each group keeps its own words. Raises LinkRefusedError, which is a ValueError."""
        link_barrier(barrier=thread, main=main, by=by)
        return True

    def unmerge(self, thread: Barrier, by: Person) -> bool:
        """Undo the link."""
        unlink_barrier(barrier=thread, by=by)
        return True


def _own_passages(barrier: Barrier) -> list[Passage]:
    return [
        Passage("", plain(barrier.body_html)),
        Passage(TRYING_TO, barrier.trying_to),
        Passage(RULE_WORDS, barrier.rule_words),
        *(Passage("They answered", f"{question}: {answer}") for question, answer in hint_rows(barrier)),
        Passage(WOULD_HELP, barrier.would_help),
        Passage(OTHER_BODY, barrier.other_body),
    ]
