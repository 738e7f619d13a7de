"""The pictures that stand beside a shared link: of a council, of one of its months, of a barrier."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, request
from flask.typing import ResponseReturnValue

from forum.barriers.queries.show import get_barrier
from forum.core import clock
from forum.councils.identity import VISITOR
from forum.dashboards.figures.filters import Filters
from forum.dashboards.figures.schema import Audience
from forum.dashboards.figures.service import read_headline, read_recurring
from forum.dashboards.month import Month
from forum.dashboards.output.share_cards import ShareCard, picture_of
from forum.dashboards.sharing import barrier_card, council_card
from forum.dashboards.views.places import council_at
from forum.threads.visibility import may_read
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("share_cards", __name__)

LASTS_SECONDS = 3600


@blueprint.get("/councils/<slug>/card.png")
@public
def of_council(slug: str) -> ResponseReturnValue:
    """Draw a council's last 12 months: how many groups were held up, and what keeps coming back."""
    council, filters = council_at(slug), Filters()
    headline = read_headline(council, filters, Audience.PUBLIC)
    obstacles = read_recurring(council, filters, Audience.PUBLIC).obstacles
    return _picture(council_card(council, headline, top=obstacles[0] if obstacles else None))


@blueprint.get("/councils/<slug>/months/<month>/card.png")
@public
def of_month(slug: str, month: str) -> ResponseReturnValue:
    """Draw one month of a council."""
    council, when, today = council_at(slug), Month.read(month), clock.today()
    if when is None or when > Month.of(today):
        abort(404)
    filters = Filters(since=when.first, until=when.last if when < Month.of(today) else None)
    return _picture(council_card(council, read_headline(council, filters, Audience.PUBLIC), name=when.name))


@blueprint.get("/barriers/<int:number>/card.png")
@public
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
