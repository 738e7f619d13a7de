"""The pages about the site itself."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.core import storage
from forum.core.settings import settings
from forum.core.urls import site_url
from forum.threads.holds.loaders import usually
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
@public
def about() -> ResponseReturnValue:
    """Show what the site is for and how it works."""
    keep_for_visitors()
    return render_template("discovery/about.html")


@blueprint.get("/about/figures")
@public
def figures() -> ResponseReturnValue:
    """Show how every figure is counted."""
    keep_for_visitors()
    return render_template("discovery/figures.html")


@blueprint.get("/about/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Show what was done so that everybody can use the site."""
    keep_for_visitors()
    checked_on = settings().accessibility_checked_on
    return render_template(
        "discovery/accessibility.html",
        contact=settings().administrator_email,
        site_address=site_url(),
        checked_on=date.fromisoformat(checked_on) if checked_on else None,
    )


@blueprint.get("/about/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Show what is kept about people, and who sees it."""
    keep_for_visitors()
    return render_template(
        "discovery/privacy.html",
        contact=settings().data_protection_contact or settings().administrator_email,
        deleted_after=storage.DELETED_AFTER,
    )


@blueprint.get("/about/waiting-posts")
@public
def waiting_posts() -> ResponseReturnValue:
    """Show which posts wait for a moderator, and why."""
    keep_for_visitors()
    return render_template("discovery/waiting_posts.html", usual=usually())


@blueprint.get("/about/source")
@public
def source() -> ResponseReturnValue:
    """Say under which terms the code may be used."""
    keep_for_visitors()
    return render_template("discovery/source.html")
