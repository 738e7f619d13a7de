"""What is like a report, and which kinds it could be: shown before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from forum.barriers.category_suggestions import likely_kind, likely_kinds
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import find_other_content, find_removed_elsewhere, find_similar_here
from forum.barriers.vocabulary import CATEGORY_BY_CODE, CATEGORY_GROUPS, Category
from forum.councils.identity import current_identity
from forum.councils.queries import get_council_by_number
from forum.threads.journeys.kind import Answers
from forum.threads.similarity import Case

OTHER = "other"  # stands by itself, so that nobody has to guess its group
EXAMPLES = 2  # kinds that stand beside the heading of their group
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Similar:
    """Barriers at the same council that are like a report, and what its page shows of these and others."""

    here: Sequence[Barrier]
    shown: dict[str, Any]


def similar(answers: Answers, key: str) -> Similar:
    """Find what is like a report: here, removed elsewhere, and in threads of other kinds."""
    title, story = answers.get("title", ""), answers.get("what_happened", "")
    council = get_council_by_number(answers.get("council"))
    category = answers.get("category") or likely_kind(title, story)
    case = Case(title, story, council.id if council else None, category)
    identity = current_identity()
    here, gone = find_similar_here(case)[:MOST_SHOWN], find_removed_elsewhere(case)[:MOST_SHOWN]
    barriers = [one.thread for one in (*here, *gone)]
    others = find_other_content(case, barriers=barriers, identity=identity)
    shown = {
        "here": [
            (one.card(identity), url_for("barrier_affected.start", number=one.thread.id, draft=key))
            for one in here
        ],
        "removed": [one.card(identity) for one in gone],
        "council": council,
        "others": [one.card(identity) for one in others.threads],
        "who_to_ask": others.groups,
    }
    return Similar([one.thread for one in here], shown)


def kind_picker(answers: Answers, alike: Sequence[Barrier]) -> dict[str, Any]:
    """Gather what the kind picker shows: the likely ones first, all others in their groups."""
    likely = likely_kinds(answers.get("title", ""), answers.get("what_happened", ""), alike)
    groups = [
        (
            group.label,
            " · ".join(one.label for one in group.categories[:EXAMPLES]) + " …",
            [_option(one) for one in group.categories if one.code != OTHER and one not in likely],
        )
        for group in CATEGORY_GROUPS
    ]
    return {
        "likely": [_option(one) for one in likely],
        "category_groups": [one for one in groups if one[2]],
        "other": CATEGORY_BY_CODE[OTHER],
    }


def _option(category: Category) -> tuple[str, str, str]:
    return category.code, category.label, category.help
