"""Publishing a report: from what was typed to a barrier that its council is told of."""

from __future__ import annotations

from sqlalchemy import update

from forum.accounts.models import Person
from forum.barriers.actions.deadline import set_deadline
from forum.barriers.lifecycle.decisions import Problem
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.lifecycle.transitions import decide
from forum.barriers.models import Affected, Barrier, Exclusion, HintAnswer, Transition
from forum.barriers.queries.council_settings import find_routed_department
from forum.barriers.report_input import NOT_SURE, ReportInput
from forum.core import clock
from forum.core.db import db
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.models import Area, Council, Department
from forum.councils.succession import present_council
from forum.follows.actions import follow
from forum.groups.models import Group
from forum.threads.actions.tags import set_tags
from forum.threads.holds.screening import publish_or_hold
from forum.threads.reindex import enqueue_reindex


class ReportRefusedError(ValueError):
    """A report that lacks something; `problems` say what, beside which field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


def report_barrier(
    *,
    report: ReportInput,
    author: Person,
    group: Group | None = None,
    council: Council | None = None,
    area: Area | None = None,
    department: Department | None = None,
) -> Barrier:
    """Publish a report.

    It may have to wait for a moderator. Raises ReportRefusedError when something required is missing, TextRefused when the story is too long.
    """
    _refuse_incomplete(report, council)
    council = present_council(council) if council else None  # a report begun before that council closed
    barrier = _barrier(report, author, group)
    # A department that only some wards lead to would tell the ward of a report without a name.
    ward = None if barrier.is_nameless else area
    routed = find_routed_department(council, report.category, ward) if council and not department else None
    barrier.council, barrier.area, barrier.department = council, area, department or routed
    db.session.add(barrier)
    db.session.flush()
    _first_rows(barrier, report, author, group)
    set_tags(thread=barrier, names=list(report.tags))
    enqueue_reindex(f"thread:{barrier.id}")
    is_public = publish_or_hold(barrier)
    if is_public and council is not None and not barrier.is_council_only:
        counted = update(Council).where(Council.id == council.id)
        db.session.execute(counted.values(number_of_barriers=Council.number_of_barriers + 1))
    return barrier


def _refuse_incomplete(report: ReportInput, council: Council | None) -> None:
    given = TransitionInput(
        today=clock.today(),
        title=report.title,
        council=council.name if council else NOT_SURE,
        category=report.category,
        what_happened=report.what_happened,
        visibility=report.visibility,
        similar_seen=report.similar_seen,
    )
    decision = decide(role=Role.MEMBER, current=None, target=State.OPEN, given=given)
    if not decision.allowed:
        raise ReportRefusedError(decision.problems)


def _barrier(report: ReportInput, author: Person, group: Group | None) -> Barrier:
    now = clock.now()
    return Barrier(
        author=author,
        group=group,
        title=report.title,
        slug=slug(report.title),
        body=report.what_happened,
        body_html=render(report.what_happened),
        html_version=PIPELINE_VERSION,
        visibility=report.visibility,
        state=State.OPEN,
        state_changed_at=now,
        category=report.category,
        trying_to=report.trying_to,
        rule_source=report.rule_source,
        rule_words=report.rule_words,
        would_help=report.would_help,
        hint_answers=[
            HintAnswer(key=one.key, kind=one.kind, number=one.number, words=one.words)
            for one in report.hint_answers
        ],
        number_of_affected=1,
        first_affected_at=now,
        last_affected_at=now,
        created_at=now,
        last_activity_at=now,
    )


def _first_rows(barrier: Barrier, report: ReportInput, author: Person, group: Group | None) -> None:
    experience = report.experience
    affected = Affected(
        barrier=barrier,
        person=author,
        group=group,
        is_reporter=True,
        is_nameless=barrier.is_nameless,
        effect=experience.effect,
        cost_pounds=experience.cost_pounds,
        delay_days=experience.delay_days,
        people_affected=experience.people_affected,
        words=experience.words,
        created_at=barrier.created_at,
        excluded=[Exclusion(code=code) for code in dict.fromkeys(experience.excluded)],
    )
    first = Transition(
        barrier_id=barrier.id,
        person_id=author.id,
        role=Role.MEMBER,
        from_state=None,
        to_state=State.OPEN,
        created_at=barrier.created_at,
    )
    db.session.add_all([affected, first])
    follow(thread=barrier, person=author)
    set_deadline(barrier=barrier)
