"""What barriers keep about people, and what becomes of it when somebody leaves.

That somebody was affected stays counted, with its numbers: figures are queries over these rows, and a council's answer
must keep its question. Their words go where they choose so; their name goes in any case.
"""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update

from forum.accounts.models import FORMER_MEMBER, Person
from forum.barriers.actions.transition import transition
from forum.barriers.lifecycle.labels import ANSWER_LABELS, RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.roles import COUNCIL_ROLES, Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import (
    Affected,
    Barrier,
    CaseChange,
    CaseOpening,
    ConfirmationAnswer,
    ConfirmationRequest,
    HintAnswer,
    PrivateNote,
    QuestionAnswer,
    Response,
    Revision,
    Transition,
)
from forum.barriers.vocabulary import CATEGORY_BY_CODE, EFFECT_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core import clock
from forum.core.codes import labels_of
from forum.core.db import change_rows, db
from forum.core.outbox import enqueue_many
from forum.core.personal_data import Leaving, PersonalData, RetentionRule, deleted, kept
from forum.core.settings import settings
from forum.councils.models import Officer


def forget_names_of_cases(leaving: Leaving) -> None:
    """Take their name out of the history of who dealt with a case; the number of the officer stays there."""
    parts = select(Officer.id).where(Officer.person_id == leaving.person_id)
    of_officers = CaseChange.what == "officer"
    for name, number in ((CaseChange.was, CaseChange.was_id), (CaseChange.became, CaseChange.became_id)):
        theirs = of_officers & (number.in_(parts) | (number.is_(None) & (name == leaving.name)))
        db.session.execute(update(CaseChange).where(theirs).values({name: FORMER_MEMBER}))


def index_barriers_anew(leaving: Leaving) -> None:
    """Have search forget what they said in barriers of others."""
    joined = select(Affected.barrier_id).where(Affected.person_id == leaving.person_id)
    enqueue_many("index", [{"document": f"thread:{one}"} for one in db.session.scalars(joined)])


def withdraw_barriers(leaving: Leaving) -> None:
    """Withdraw what affects nobody else, where they take their words with them: a council need not answer nobody."""
    if not leaving.takes_words:
        return
    others = exists().where(
        Affected.barrier_id == Barrier.id,
        Affected.person_id != leaving.person_id,
        Affected.withdrawn_at.is_(None),
    )
    alone = Barrier.author_id == leaving.person_id, Barrier.state != State.WITHDRAWN, ~others
    for barrier in db.session.scalars(select(Barrier).where(*alone)).all():
        transition(
            barrier=barrier,
            person=db.session.get_one(Person, leaving.person_id),
            role=Role.REPORTER,
            target=State.WITHDRAWN,
            given=TransitionInput(today=clock.today()),
        )


def forget_words(leaving: Leaving) -> None:
    """Empty what they said for themselves in the history of barriers; what they said for a council is the council's."""
    if not leaving.takes_words:
        return
    own = Transition.person_id == leaving.person_id, Transition.role.not_in(COUNCIL_ROLES)
    db.session.execute(update(Transition).where(*own).values(public_note=""))
    revised = Revision.person_id == leaving.person_id, Revision.response_id.is_(None)
    for revision in db.session.scalars(select(Revision).where(*revised)).all():
        counted = update(Barrier).where(Barrier.id == revision.barrier_id)
        db.session.execute(counted.values(number_of_revisions=Barrier.number_of_revisions - 1))
    db.session.execute(delete(Revision).where(*revised))


def forget_old_openings() -> int:
    """Delete who opened which case long ago; returns how many."""
    old = delete(CaseOpening).where(CaseOpening.opened_at < clock.now() - settings().logs_kept)
    return change_rows(old)


RETENTION = (
    RetentionRule(
        "case_openings", "Who opened which case", lambda: settings().logs_kept, forget_old_openings
    ),
)
PERSONAL_DATA = PersonalData(
    tables=(
        kept(Barrier, "id.author_id", "Barriers you logged", words={"trying_to", "rule_words", "would_help"}),
        kept(
            HintAnswer, "barrier_id.id.author_id", "What you answered about these barriers", words={"words"}
        ),
        kept(Affected, "person_id", "How barriers affected you", words={"words"}),
        kept(
            Transition, "person_id", "Changes of a barrier that you made"
        ),  # their own words are emptied by forget_words
        kept(Response, "person_id", "Answers you gave for a council", secrets={"body_html", "html_version"}),
        kept(
            QuestionAnswer,
            "person_id",
            "What you answered to a council’s questions",
            words={"words", "taken_back_reason"},
        ),
        kept(
            ConfirmationRequest,
            "affected_id.person_id",
            "What we asked you: is it really gone?",
            words={"words"},
        ),
        kept(
            ConfirmationAnswer,
            "request_id.affected_id.person_id",
            "Each answer you gave: is it really gone?",
            words={"words"},
        ),
        kept(
            Revision, "person_id", "What you said before you corrected it"
        ),  # their own words are deleted by forget_words
        kept(PrivateNote, "person_id", "Notes you wrote for the officers of a council"),
        kept(CaseChange, "person_id", "Cases you passed on"),
        deleted(CaseOpening, "person_id", "Cases you opened to answer"),
    ),
    nothing_of_a_person={
        "exclusion": "codes of whom a barrier leaves out, said of no person",
    },
    leave=(forget_names_of_cases, index_barriers_anew, withdraw_barriers, forget_words),
    labels={
        "barrier.state": STATE_LABELS,
        "barrier.state_before_question": STATE_LABELS,
        "transition.from_state": STATE_LABELS,
        "transition.to_state": STATE_LABELS,
        "confirmation_request.answer": ANSWER_LABELS,
        "confirmation_answer.answer": ANSWER_LABELS,
        "response.kind": RESPONSE_LABELS,
        "barrier.category": labels_of(CATEGORY_BY_CODE),
        "barrier.rule_source": labels_of(RULE_SOURCE_BY_CODE),
        "affected.effect": labels_of(EFFECT_BY_CODE),
    },
)
