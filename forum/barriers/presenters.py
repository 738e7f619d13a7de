"""What a barrier's page says of it: facts in pairs, who said what, totals, history; names only where they may be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from forum.barriers.hint_values import shown
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import COUNCIL_ROLES, REPORTING_ROLES, Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier, Response, Revision, Transition
from forum.barriers.permissions import may_know_affected, may_read_withdrawn_answer
from forum.barriers.queries.responses import HistoryEntry
from forum.barriers.queries.show import Totals
from forum.barriers.reporter_display import affected_name, asked_not_to_be_named, reporter_name
from forum.barriers.revision_history import EarlierWords, earlier_words
from forum.barriers.vocabulary import CATEGORY_BY_CODE, EFFECT_BY_CODE, EXCLUDED_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core.text import excerpt, plain
from forum.councils.identity import Identity
from forum.groups.models import Group
from forum.threads.visibility import known_area

Row = tuple[str, str]
UNKNOWN = "unknown"
LONGEST_UPDATE = 240
TRYING_TO, RULE_WORDS = "They were trying to", "What they were told"
WOULD_HELP, OTHER_BODY = "What would help", "Other body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one of those affected said."""

    name: str
    url: str | None
    is_reporter: bool
    is_own: bool
    when: datetime
    paragraphs: Sequence[str]
    facts: Sequence[str]
    earlier: EarlierWords | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of the component timeline."""

    title: str
    when: datetime
    who: str
    text: str


def about(barrier: Barrier, identity: Identity) -> list[Row]:
    """List what is known of the barrier itself, as pairs of name and words; what is not known is left out."""
    category = CATEGORY_BY_CODE.get(barrier.category)
    source = RULE_SOURCE_BY_CODE.get(barrier.rule_source)
    area = known_area(identity, barrier)
    rows = [
        ("Kind of barrier", category.label if category else ""),
        (TRYING_TO, barrier.trying_to),
        ("Who owns the rule", source.label if source and source.code != UNKNOWN else ""),
        (RULE_WORDS, barrier.rule_words),
        *hint_rows(barrier),
        (WOULD_HELP, barrier.would_help),
        ("Ward or place", area.name if area else ""),
        ("Part of the council", barrier.department.name if barrier.department else ""),
        (OTHER_BODY, barrier.other_body),
    ]
    return [row for row in rows if row[1]]


def told(
    rows: Sequence[Affected], barrier: Barrier, identity: Identity, revisions: Sequence[Revision] = ()
) -> list[Statement]:
    """List what each affected said, the reporter first; whoever said nothing is counted, not listed."""
    listed = [
        Statement(
            name=affected_name(identity, one, barrier),
            url=group_path(one.group) if may_know_affected(identity, one) else None,
            is_reporter=one.is_reporter,
            is_own=one.person_id == identity.person_id,
            when=one.created_at,
            paragraphs=paragraphs(one.words),
            facts=_facts(one),
            earlier=earlier_words(revisions, identity, affected_id=one.id, is_nameless=one.is_nameless),
        )
        for one in rows
    ]
    return [one for one in listed if one.paragraphs or one.facts or not one.is_reporter]


def paragraphs(words: str) -> list[str]:
    """Return the paragraphs of words as they were typed."""
    return [part for part in words.split("\n") if part.strip()]


def group_path(group: Group | None) -> str | None:
    """Return the address of a group's page; None for no group."""
    return url_for("group_pages.group", number=group.id, slug=group.slug) if group else None


def totals(all_of_them: Totals) -> list[tuple[str, str, str]]:
    """Return each total as number, what it counts, and how many told it; nothing where nobody told."""
    found = [
        (f"£{all_of_them.cost_pounds:,}", "spent or lost", all_of_them.told_cost),
        (f"{all_of_them.delay_days:,}", "days of delay", all_of_them.told_delay),
        (f"{all_of_them.people:,}", "people affected", all_of_them.told_people),
    ]
    return [
        (
            number,
            label,
            f"reported by {of} of {all_of_them.groups} {'group' if all_of_them.groups == 1 else 'groups'}",
        )
        for number, label, of in found
        if of
    ]


def history(
    transitions: Sequence[Transition],
    barrier: Barrier,
    identity: Identity,
    updates: Sequence[Response] = (),
    corrected: Mapping[int, str] | None = None,
) -> list[HistoryLine]:
    """List how the state changed, and the progress between, newest first, for the component timeline."""
    changes = [
        HistoryLine(
            _change_title(one),
            one.created_at,
            _who(one, barrier, identity),
            (corrected or {}).get(one.id, one.note),
        )
        for one in reversed(transitions)
    ]
    between = [
        HistoryLine(
            RESPONSE_LABELS[ResponseKind(one.kind)],
            one.created_at,
            _council_at(one.created_at, barrier),
            excerpt(plain(one.body_html), LONGEST_UPDATE),
        )
        for one in reversed(updates)
    ]
    return sorted(changes + between, key=lambda line: line.when, reverse=True) if between else changes


def corrected_notes(moves: Sequence[HistoryEntry], barrier: Barrier, identity: Identity) -> dict[int, str]:
    """Return, by transition, what is shown of each answer that was corrected or withdrawn: the row keeps what was said first."""
    said = [(one.transition.id, one.response) for one in moves if one.response is not None]
    notes = {
        number: excerpt(plain(one.body_html), LONGEST_UPDATE) for number, one in said if one.corrected_at
    }
    answers = [(one.transition.id, one.answer) for one in moves if one.answer is not None]
    for number, answer in answers:
        is_nameless = asked_not_to_be_named(barrier, answer.person_id)
        withdrawn = answer.taken_back_at is not None
        if withdrawn and not may_read_withdrawn_answer(identity, answer, is_nameless=is_nameless):
            notes[number] = ""
        elif answer.corrected_at:
            notes[number] = answer.words
    return notes


def _change_title(one: Transition) -> str:
    label = STATE_LABELS[State(one.to_state)]
    return label if one.takes_back_id is None else f"Back to: {label}"


def _who(one: Transition, barrier: Barrier, identity: Identity) -> str:
    role = Role(one.role)
    if role in REPORTING_ROLES:
        return reporter_name(identity, barrier)
    if role in COUNCIL_ROLES:
        return _council_at(one.created_at, barrier)
    names = {
        Role.AFFECTED: "A group that is affected",
        Role.SYSTEM: "Automatic, on the review date"
        if one.from_state == State.KEPT
        else "Automatic, from the answers of those affected",
        Role.MODERATOR: "A moderator",
        Role.ADMINISTRATOR: "A moderator",
    }
    return names.get(role, "")


def _council_at(moment: datetime, barrier: Barrier) -> str:
    """Name the council that had it at a moment: the one it was reported to, until another took its place."""
    if barrier.reported_to is not None and barrier.passed_on_at and moment < barrier.passed_on_at:
        return barrier.reported_to.name
    return barrier.council.name if barrier.council else "The council"


def _facts(one: Affected) -> list[str]:
    effect = EFFECT_BY_CODE.get(one.effect or "")
    left_out = [EXCLUDED_BY_CODE[row.code].label for row in one.excluded if row.code in EXCLUDED_BY_CODE]
    facts = [
        effect.label if effect else "",
        f"£{one.cost_pounds:,}" if one.cost_pounds else "",
        f"{one.delay_days:,} {'day' if one.delay_days == 1 else 'days'} lost" if one.delay_days else "",
        f"{one.people_affected:,} people" if one.people_affected else "",
        f"Leaves out: {', '.join(left_out)}" if left_out else "",
    ]
    return [fact for fact in facts if fact]


def hint_rows(barrier: Barrier) -> list[Row]:
    """List the answers to the questions of its category, in their order; last what could not be told to belong to one."""
    category = CATEGORY_BY_CODE.get(barrier.category)
    given = {one.key: one for one in barrier.hint_answers}
    asked = [hint for hint in (category.hints if category else ()) if hint.key in given]
    rows = [(hint.question, shown(hint, given[hint.key].number, given[hint.key].words)) for hint in asked]
    known = {hint.key for hint in asked}
    return rows + [_pair(one.words) for one in barrier.hint_answers if one.key not in known]


def _pair(line: str) -> Row:
    question, _, answer = line.partition("?: ")
    return (f"{question}?", answer) if answer else ("More", question)
