"""The same obstacle in many councils: the rules side by side, and how somewhere it was removed. No league table."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.cards import path
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.barriers.vocabulary import CATEGORIES, CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE, RULE_SOURCES
from forum.core.formatting import count
from forum.councils.identity import current_identity
from forum.dashboards.figures.definitions import NAMELESS_APART
from forum.dashboards.figures.scope import category_label, rule_source_label
from forum.dashboards.followables import obstacle_key
from forum.dashboards.output.presenters import HIDDEN, month_words, obstacle_url, with_args
from forum.dashboards.queries.obstacles import (
    CouncilWithObstacle,
    ObstacleInCouncils,
    list_councils_with,
    list_obstacles,
    list_responses_on,
    list_rules,
)
from forum.follows.loaders import follow_button
from forum.follows.models import FollowKind
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.list_pages import PageLinks
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("obstacles", __name__)

ON_A_PAGE = 15
RESPONSES = (
    (
        ResponseKind.CLAIM_REMOVAL,
        "removed",
        "How it was removed",
        "What these councils did, in their own words. Those affected confirmed that it is gone.",
    ),
    (
        ResponseKind.EXPLAIN,
        "way-through",
        "A way through",
        "The rule stays there, and these councils showed how to live with it.",
    ),
    (ResponseKind.DECLINE, "kept", "Why the rule stays", "These councils keep the rule, and say why."),
)
_CHOICES = {
    "category": ("Kind of barrier", {one.code: one.label for one in CATEGORIES}),
    "rule-source": ("Whose rule", {one.code: one.label for one in RULE_SOURCES}),
}


@blueprint.get("/obstacles")
@public
@costly
def obstacles() -> ResponseReturnValue:
    """List the obstacles that several groups met, wherever they are, narrowed by kind and by whose rule it is."""
    keep_for_visitors()
    asked = {name: request.args.get(name, "") for name in _CHOICES}
    kept = {name: code for name, code in asked.items() if code in _CHOICES[name][1]}
    category, rule_source = (kept.get(name, "") for name in _CHOICES)
    found = list_obstacles(category=category, rule_source=rule_source)
    number = min(max(request.args.get("page", 1, type=int), 1), 1 + max(len(found) - 1, 0) // ON_A_PAGE)
    start = (number - 1) * ON_A_PAGE
    has_more = start + ON_A_PAGE < len(found)
    categories, rule_sources = ([*codes.items()] for _, codes in _CHOICES.values())
    return render_template(
        "dashboards/obstacles.html",
        obstacles=[_listed(one) for one in found[start : start + ON_A_PAGE]],
        category=category,
        rule_source=rule_source,
        categories=categories,
        rule_sources=rule_sources,
        active=_active(kept),
        nameless_apart=NAMELESS_APART,
        pages=PageLinks(
            _address({**kept, "page": str(number - 1)}) if number > 1 else None,
            _address({**kept, "page": str(number + 1)}) if has_more else None,
        ),
    )


@blueprint.get("/obstacles/<category>/<rule_source>")
@public
@costly
def obstacle(category: str, rule_source: str) -> ResponseReturnValue:
    """Show one obstacle in all councils that have it, by name."""
    keep_for_visitors()
    kind = CATEGORY_BY_CODE.get(category.replace("-", "_"))
    source = RULE_SOURCE_BY_CODE.get(rule_source.replace("-", "_"))
    if kind is None or source is None:
        abort(404, "There is no such obstacle. Choose one from the list.")
    responses = list_responses_on(kind.code, source.code)
    return render_template(
        "dashboards/obstacle.html",
        kind=kind,
        source=source,
        follow=follow_button(
            current_identity(),
            FollowKind.OBSTACLE,
            obstacle_key(kind.code, source.code),
            f"{kind.label}: {source.label}",
        ),
        councils=[_council(one) for one in list_councils_with(kind.code, source.code)],
        nameless_apart=NAMELESS_APART,
        rules=[_rule(one) for one in list_rules(kind.code, source.code)],
        words=[
            (
                name,
                title,
                words,
                [(response, barrier) for response, barrier in responses if response.kind == response_kind],
            )
            for response_kind, name, title, words in RESPONSES
        ],
    )


def _address(args: Mapping[str, str]) -> str:
    return with_args(url_for(".obstacles"), args)


def _active(kept: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """List what the list is narrowed by: label, words, and the address without it."""
    return [
        (
            _CHOICES[name][0],
            _CHOICES[name][1][code],
            _address({other: value for other, value in kept.items() if other != name}),
        )
        for name, code in kept.items()
    ]


def _listed(one: ObstacleInCouncils) -> dict[str, object]:
    """Prepare one obstacle for the list."""
    done = [
        f"{count(number, 'council') if at == 0 else number} {words}"
        for at, (number, words) in enumerate(one.outcomes.words)
    ]
    return {
        "url": obstacle_url(one.category, one.rule_source),
        "title": category_label(one.category),
        "category": one.category,
        "rule_source": rule_source_label(one.rule_source),
        "councils": one.outcomes.councils,
        "groups": one.number_of_groups,
        "outcomes": ", ".join(done) or "No council has resolved it yet",
    }


def _council(one: CouncilWithObstacle) -> dict[str, object]:
    """Prepare one council's line; all of it is withheld where few groups met it."""
    shown: dict[str, object] = {"url": url_for("places.council", slug=one.slug), "name": one.name}
    tally = one.tally
    if tally is None:
        return shown | dict.fromkeys(("groups", "open", "seen", "stands"), HIDDEN)
    done = [
        (tally.number_removed, "Removed at least once, confirmed"),
        (tally.number_with_way_through, "A way through"),
        (tally.number_kept, STATE_LABELS[State.KEPT]),
    ]
    return shown | {
        "groups": tally.number_of_groups,
        "open": tally.number_open,
        "seen": f"{month_words(tally.first_on)} to {month_words(tally.last_on)}",
        "stands": "; ".join(words for number, words in done if number) or "Not resolved",
    }


def _rule(barrier: Barrier) -> dict[str, str]:
    """Prepare a rule as a group described it."""
    return {
        "council": barrier.council.name if barrier.council else "",
        "url": path(barrier),
        "title": barrier.title,
        "words": barrier.rule_words,
        "state": str(barrier.state),
        "state_label": STATE_LABELS[State(barrier.state)],
    }
