"""The start page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.councils.identity import current_identity
from forum.discovery.forms import HelpForm
from forum.discovery.gathered_sections import list_page_sections, sections_on_home
from forum.discovery.queries import count_and_list_councils
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Show what the site is for, and what happens on it."""
    keep_for_visitors()
    identity = current_identity()
    counters = [counter for one in list_page_sections() for counter in one.counters()]
    numbers, councils_here, councils = count_and_list_councils(counters)
    return render_template(
        "discovery/home.html",
        sections=sections_on_home(identity),
        councils=councils,
        councils_here=councils_here,
        counters=list(zip(counters, numbers, strict=True)),
        help_form=HelpForm(formdata=None),
    )
