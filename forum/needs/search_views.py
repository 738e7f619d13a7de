"""How search is used, for administrators: what was searched for and not opened, what was opened though it stands low."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.guards import administrators_only
from forum.councils.identity import current_identity
from forum.needs.queries import MOST_SHOWN, is_low, list_needs, list_opened, list_searches
from forum.threads.kinds import path_of
from forum.threads.queries import list_threads_by_number

blueprint = Blueprint("search_counts", __name__)
STEP = 5


@blueprint.get("/moderation/searches")
@administrators_only
def searches() -> ResponseReturnValue:
    """Show how search is used. Numbers are rounded: they are about searches, not about people."""
    found = list_searches()
    low = [one for one in list_opened(found, current_identity()) if is_low(one)][:MOST_SHOWN]
    numbers = [one.thread_id for one in low]
    paths = {one.id: path_of(one) for one in list_threads_by_number(numbers)} if numbers else {}
    return render_template(
        "needs/searches.html",
        unopened=[(one.words, rounded(one.searches), one.results) for one in found if not one.presses][
            :MOST_SHOWN
        ],
        low=[(one.words, (one.title, paths[one.thread_id]), rounded(one.presses), one.place) for one in low],
        sought=list_needs(),
    )


def rounded(number: int) -> int:
    """Round a count to a multiple of STEP, and a small one up to it."""
    return max(STEP, STEP * round(number / STEP))
