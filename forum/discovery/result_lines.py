"""What a page shows of each result: its title, where it is, and the words for which it was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.core.db import db
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Area, Council
from forum.discovery.match_reasons import Label, MatchReason, explain, is_marked
from forum.groups.models import Group
from forum.groups.resources import list_words_of
from forum.groups.vocabulary import TOPIC_LABELS
from forum.search.query_plan import Plan
from forum.search.snippets import SnippetPiece, mark
from forum.threads.kinds import Passage, can_read, kind_of, path_of
from forum.threads.models import Comment, Thread
from forum.threads.queries import list_threads_by_number
from forum.threads.visibility import known_area, may_read_comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result as the page shows it."""

    url: str
    title: Sequence[SnippetPiece]
    kind: str
    reason: MatchReason
    when: datetime
    council: str = ""
    area: str = ""
    state: str = ""
    state_label: str = ""
    number_of_affected: int = 0
    facts: Sequence[str] = ()
    """What else its kind says of it in a few words, such as "2 results measured"."""


def load_lines(ids: Sequence[str], plan: Plan, identity: Identity) -> dict[str, Line]:
    """Read the rows behind the hits, in their order, and leave out what this person may not read after all."""
    lines = _thread_lines(_numbers(ids, "thread"), plan, identity)
    lines |= _comment_lines(_numbers(ids, "comment"), plan, identity)
    lines |= _group_lines(_numbers(ids, "group"), plan)
    return {one: lines[one] for one in ids if one in lines}


def _numbers(ids: Sequence[str], kind: str) -> list[int]:
    return [int(one.partition(":")[2]) for one in ids if one.startswith(f"{kind}:")]


def _thread_lines(numbers: list[int], plan: Plan, identity: Identity) -> dict[str, Line]:
    if not numbers:
        return {}
    rows = [row for row in list_threads_by_number(numbers) if can_read(identity, row)]
    reasons = {row.id: explain(plan, row.title, [Passage("", plain(row.body_html))]) for row in rows}
    reasons |= _reasons_elsewhere(
        [row for row in rows if not is_marked(plan, row.title, reasons[row.id])], plan
    )
    return {f"thread:{row.id}": _thread_line(row, plan, reasons[row.id], identity) for row in rows}


def _reasons_elsewhere(rows: Sequence[Thread], plan: Plan) -> dict[int, MatchReason]:
    """Find what threads were found for besides their titles and first words: one bounded set of statements a kind."""
    if not rows:
        return {}
    tagged = select(Thread).where(Thread.id.in_([row.id for row in rows]))
    db.session.scalars(tagged.options(selectinload(Thread.tags))).all()
    by_kind: dict[str, list[Thread]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    passages: dict[int, Sequence[Passage]] = {}
    for some in by_kind.values():
        passages |= kind_of(some[0]).passages_of(some)
    return {row.id: explain(plan, row.title, passages[row.id], _labels_of(row)) for row in rows}


def _labels_of(row: Thread) -> list[Label]:
    kind = kind_of(row)
    labels = [Label(words) for words in kind.filed_under(row)]
    author = kind.public_author(row)
    area = known_area(VISITOR, row)
    return [*labels, *_places(row.council, area), *([Label(author, "author", author)] if author else [])]


def _places(council: Council | None, area: Area | None) -> list[Label]:
    named = [Label(area.name, "area", str(area.id))] if area else []
    return [*named, *([Label(council.name, "council", str(council.id))] if council else [])]


def _thread_line(row: Thread, plan: Plan, reason: MatchReason, identity: Identity) -> Line:
    card, area = kind_of(row).card(row, identity), known_area(identity, row)
    return Line(
        url=path_of(row),
        title=mark(row.title, plan),
        kind=kind_of(row).label,
        reason=reason,
        when=row.created_at,
        council=row.council.name if row.council else "",
        area=area.name if area else "",
        state=card.state,
        state_label=card.state_label,
        number_of_affected=card.number_of_affected,
        facts=card.facts,
    )


def _comment_lines(numbers: list[int], plan: Plan, identity: Identity) -> dict[str, Line]:
    if not numbers:
        return {}
    query = select(Comment).where(Comment.id.in_(numbers), Comment.deleted_at.is_(None)).join(Comment.thread)
    thread = contains_eager(Comment.thread)
    options = (
        thread.joinedload(Thread.council),
        thread.joinedload(Thread.area),
        thread.lazyload(Thread.tags),
    )
    rows = db.session.scalars(query.options(*options))
    return {
        f"comment:{row.id}": Line(
            url=url_for("comments.show", number=row.id),
            title=mark(row.thread.title, plan),
            kind="Comment",
            reason=explain(
                plan,
                row.thread.title,
                [Passage("In a comment", plain(row.body_html))],
                _places(row.thread.council, known_area(VISITOR, row.thread)),
            ),
            when=row.created_at,
            council=row.thread.council.name if row.thread.council else "",
        )
        for row in rows
        if can_read(identity, row.thread) and may_read_comment(identity, row)
    }


def _group_lines(numbers: list[int], plan: Plan) -> dict[str, Line]:
    if not numbers:
        return {}
    related = (joinedload(Group.council), joinedload(Group.area), selectinload(Group.topics))
    groups = db.session.scalars(select(Group).where(Group.id.in_(numbers)).options(*related))
    lent = list_words_of(numbers)
    return {
        f"group:{group.id}": Line(
            url=url_for("group_pages.group", number=group.id, slug=group.slug),
            title=mark(group.spoken_name, plan),
            kind="Group",
            reason=explain(
                plan,
                group.spoken_name,
                _group_passages(group, lent.get(group.id, ())),
                _places(group.council, group.area),
            ),
            when=group.created_at,
            council=group.council.name if group.council else "",
        )
        for group in groups
    }


def _group_passages(group: Group, lent: Iterable[str]) -> list[Passage]:
    topics = (TOPIC_LABELS.get(one.topic, "") for one in group.topics)
    return [
        Passage("", group.summary),
        *(Passage("What it does", words) for words in topics),
        *(Passage("It lends or needs", words) for words in lent),
    ]
