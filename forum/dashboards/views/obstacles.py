"""The same obstacle in many councils: the rules side by side, and how somewhere it was removed. No league table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.cards import path
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.vocabulary import CATEGORIES, CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE, RULE_SOURCES
from forum.core.formatting import count
from forum.dashboards.figures.schema import ObstacleEverywhere, ObstacleSomewhere
from forum.dashboards.output.words import HIDDEN, day_words
from forum.dashboards.queries.obstacles import list_councils_with, list_obstacles, list_words_on
from forum.dashboards.queries.rules import list_rules
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("obstacles", __name__)

ON_A_PAGE = 15
WORDS = (
    (
        "removed",
        "How it was removed",
        "What these councils did, in their own words. Those affected confirmed that it is gone.",
    ),
    ("way-through", "A way through", "The rule stays there, and these councils showed how to live with it."),
    ("kept", "Why the rule stays", "These councils keep the rule, and say why."),
)


@blueprint.get("/obstacles")
@public
def obstacles() -> ResponseReturnValue:
    """List the obstacles that several groups met, wherever they are, narrowed by kind and by whose rule it is."""
    keep_for_visitors()
    category = _known(request.args.get("category", ""), CATEGORY_BY_CODE)
    rule_source = _known(request.args.get("rule-source", ""), RULE_SOURCE_BY_CODE)
    found = list_obstacles(category=category, rule_source=rule_source)
    kept = {name: value for name, value in (("category", category), ("rule-source", rule_source)) if value}
    number = min(max(request.args.get("page", 1, type=int), 1), 1 + max(len(found) - 1, 0) // ON_A_PAGE)
    start = (number - 1) * ON_A_PAGE
    has_more = start + ON_A_PAGE < len(found)
    return render_template(
        "dashboards/obstacles.html",
        obstacles=[_listed(one) for one in found[start : start + ON_A_PAGE]],
        category=category,
        rule_source=rule_source,
        categories=[(one.code, one.label) for one in CATEGORIES],
        rule_sources=[(one.code, one.label) for one in RULE_SOURCES],
        active=_active(kept),
        pages={
            "newer_url": _address({**kept, "page": str(number - 1)}) if number > 1 else None,
            "older_url": _address({**kept, "page": str(number + 1)}) if has_more else None,
        },
    )


@blueprint.get("/obstacles/<category>/<rule_source>")
@public
def obstacle(category: str, rule_source: str) -> ResponseReturnValue:
    """Show one obstacle in all councils that have it, by name."""
    keep_for_visitors()
    kind = CATEGORY_BY_CODE.get(category.replace("-", "_"))
    source = RULE_SOURCE_BY_CODE.get(rule_source.replace("-", "_"))
    if kind is None or source is None:
        abort(404, "There is no such obstacle. Choose one from the list.")
    said = list_words_on(kind.code, source.code)
    return render_template(
        "dashboards/obstacle.html",
        kind=kind,
        source=source,
        councils=[_council(one) for one in list_councils_with(kind.code, source.code)],
        rules=[
            {
                "council": one.council.name if one.council else "",
                "url": path(one),
                "title": one.title,
                "words": one.rule_words,
                "state": str(one.state),
                "state_label": STATE_LABELS[State(one.state)],
            }
            for one in list_rules(kind.code, source.code)
        ],
        words=[(key, title, words, [one for one in said if one.kind == key]) for key, title, words in WORDS],
    )


def _known(code: str, codes: Collection[str]) -> str:
    return code if code in codes else ""


def _address(args: Mapping[str, str]) -> str:
    return url_for(".obstacles") + (f"?{urlencode(args)}" if args else "")


def _active(kept: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """List what the list is narrowed by: label, words, and the address without it."""
    words = {
        "category": ("Kind of barrier", {one.code: one.label for one in CATEGORIES}),
        "rule-source": ("Whose rule", {one.code: one.label for one in RULE_SOURCES}),
    }
    return [
        (
            words[name][0],
            words[name][1][code],
            _address({other: value for other, value in kept.items() if other != name}),
        )
        for name, code in kept.items()
    ]


def _listed(one: ObstacleEverywhere) -> dict[str, object]:
    """Gather what one obstacle shows in the list."""
    outcomes = [
        (one.number_removed_somewhere, "removed it"),
        (one.number_with_way_through, "showed a way through"),
        (one.number_kept, "kept the rule"),
    ]
    settled = [(number, words) for number, words in outcomes if number]
    told = [
        f"{count(number, 'council') if at == 0 else number} {words}"
        for at, (number, words) in enumerate(settled)
    ]
    return {
        "url": url_for(
            ".obstacle",
            category=one.category.replace("_", "-"),
            rule_source=one.rule_source.replace("_", "-"),
        ),
        "title": one.category_label,
        "category": one.category,
        "rule_source": one.rule_source_label,
        "councils": one.number_of_councils,
        "groups": one.number_of_groups,
        "outcomes": ", ".join(told) if told else "No council has resolved it yet",
    }


def _council(one: ObstacleSomewhere) -> dict[str, object]:
    """Gather what one council's line shows; all of it is withheld where few groups met it."""
    stands = [
        (one.is_removed, "Removed at least once, confirmed"),
        (one.has_way_through, "A way through"),
        (one.is_kept, STATE_LABELS[State.KEPT]),
    ]
    is_hidden = one.number_of_groups is None
    first, last = one.first_on, one.last_on
    return {
        "url": url_for("places.council", slug=one.council_slug),
        "name": one.council_name,
        "groups": HIDDEN if is_hidden else one.number_of_groups,
        "open": HIDDEN if is_hidden else one.number_open,
        "seen": f"{day_words(first, short=True)} to {day_words(last, short=True)}"
        if first and last
        else HIDDEN,
        "stands": HIDDEN
        if is_hidden
        else "; ".join(words for holds, words in stands if holds) or "Not resolved",
    }
