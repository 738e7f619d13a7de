"""The pictures that stand beside a shared link: of a council, of one of its months, of a barrier."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, request
from flask.typing import ResponseReturnValue

from forum.barriers.queries.show import get_barrier
from forum.core import clock
from forum.councils.identity import VISITOR
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.recurring import recurring
from forum.dashboards.figures.scope import FigureFilters, open_scope
from forum.dashboards.month import Month
from forum.dashboards.month_summary import month_filters
from forum.dashboards.output.share_cards import ShareCard, barrier_card, council_card, picture_of
from forum.dashboards.views.council_lookup import council_or_404
from forum.threads.visibility import may_read
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("share_cards", __name__)

LASTS_SECONDS = 3600


@blueprint.get("/councils/<slug>/card.png")
@public
@costly
def of_council(slug: str) -> ResponseReturnValue:
    """Draw a council's last 12 months: how many groups were held up, and what keeps coming back."""
    council = council_or_404(slug)
    scope = open_scope(council, FigureFilters(), Audience.PUBLIC)
    top = next(iter(recurring(scope).obstacles), None)
    return _picture(council_card(council, headline(scope), top=top))


@blueprint.get("/councils/<slug>/months/<month>/card.png")
@public
@costly
def of_month(slug: str, month: str) -> ResponseReturnValue:
    """Draw one month of a council."""
    council, when = council_or_404(slug), Month.read(month)
    if when is None or when > Month.of(clock.today()):
        abort(404)
    scope = open_scope(council, month_filters(when), Audience.PUBLIC)
    return _picture(council_card(council, headline(scope), name=when.name))


@blueprint.get("/barriers/<int:number>/card.png")
@public
@costly
def of_barrier(number: int) -> ResponseReturnValue:
    """Draw a barrier that everybody may read; there is no picture of any other, whoever asks."""
    barrier = get_barrier(number)
    if barrier is None or not may_read(VISITOR, barrier):
        abort(404)
    return _picture(barrier_card(barrier))


def _picture(card: ShareCard) -> ResponseReturnValue:
    keep_for_visitors()
    response = make_response(picture_of(card))
    response.mimetype = "image/png"
    response.headers["Cache-Control"] = f"public, max-age={LASTS_SECONDS}"
    response.set_etag(card.version)
    return response.make_conditional(request)
