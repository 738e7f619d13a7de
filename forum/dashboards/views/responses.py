"""You said, we did: what a council answered, in its own words."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.barriers.cards import barrier_line
from forum.barriers.lifecycle.labels import RESPONSE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.models import Barrier, Response
from forum.barriers.queries.responses import get_barriers_of, list_said
from forum.dashboards.views.council_lookup import council_or_404
from forum.web.guards import public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("said", __name__)


@blueprint.get("/councils/<slug>/you-said-we-did")
@public
def you_said_we_did(slug: str) -> ResponseReturnValue:
    """List a council's public answers, newest first; the same page for everybody."""
    keep_for_visitors()
    council = council_or_404(slug)
    page = list_said(council, request.args.get("page"))
    barriers = get_barriers_of(page)
    return render_template(
        "dashboards/responses.html",
        council=council,
        answers=[_shown(one, barriers[one.barrier_id]) for one in page.rows],
        is_first_page=page.previous is None,
        pages=links(page),
    )


def _shown(response: Response, barrier: Barrier) -> dict[str, object]:
    """Prepare one response; nobody's name is on it."""
    return {
        **barrier_line(barrier),
        "label": RESPONSE_LABELS[ResponseKind(response.kind)],
        "html": response.body_html,
        "link": response.link,
        "promised_on": response.promised_on,
        "review_on": response.review_on,
        "at": response.created_at,
    }
