"""Searches that people keep, each with how much of it is new to them."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.discovery import actions
from forum.discovery.forms import SaveSearchForm, SearchNameForm
from forum.discovery.models import SavedSearch
from forum.discovery.queries import get_saved, list_saved
from forum.discovery.query_params import read_query, write_query
from forum.discovery.search_query import Asked
from forum.discovery.search_results import count_since
from forum.discovery.views.search import name_of
from forum.threads.synonyms import list_tag_synonyms
from forum.web.forms import GO_BACK, check_button, form_page
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("saved_searches", __name__)


@blueprint.get("/searches")
@signed_in
def searches() -> ResponseReturnValue:
    """Show one's saved searches, each with the number of what came since one looked."""
    identity = current_identity()
    pairs = list_tag_synonyms()
    rows = [
        (saved, *count_since(read_query(saved.asks), identity, saved.seen_at, pairs))
        for saved in list_saved(signed_in_person())
    ]
    return render_template("discovery/saved_searches.html", rows=rows)


@blueprint.post("/searches")
@signed_in
@limit(per_hour(60), name="save_search")
def save() -> ResponseReturnValue:
    """Save the search of the page that the button stands on."""
    form = SaveSearchForm()
    if not form.validate_on_submit():
        abort(400, GO_BACK)
    asked = replace(read_query(form.asks.data or ""), page=1)
    if asked == Asked(filters={}):
        abort(400, "There is nothing to search for in it.")
    try:
        actions.save_search(person=signed_in_person(), name=name_of(asked), asks=write_query(asked))
        flash("Saved. You get an email once a day when something new fits it.", "success")
    except actions.SearchNotSavedError as refused:
        flash(str(refused), "error")
    return redirect(url_for("saved_searches.searches"), 303)


@blueprint.post("/searches/<int:number>/see")
@open_to_suspended
@signed_in
@limit(per_hour(300), name="see_search")
def see(number: int) -> ResponseReturnValue:
    """Open a saved search, the newest first; what it shows is not new any more."""
    saved = _pressed(number)
    actions.see_search(saved=saved)
    return redirect(f"{url_for('search.search')}?{saved.asks}", 303)


@blueprint.route("/searches/<int:number>/rename", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="save_search")
def rename(number: int) -> ResponseReturnValue:
    """Give a saved search another name."""
    saved = _own(number)
    form = SearchNameForm(name=saved.name)
    if form.validate_on_submit():
        actions.rename_search(saved=saved, name=form.name.data or "")
        return redirect(url_for("saved_searches.searches"), 303)
    return form_page("discovery/rename_search.html", form)


@blueprint.post("/searches/<int:number>/remove")
@open_to_suspended
@signed_in
@limit(per_hour(60), name="save_search")
def remove(number: int) -> ResponseReturnValue:
    """Forget a saved search."""
    actions.remove_search(saved=_pressed(number))
    flash("That search is no longer saved.", "success")
    return redirect(url_for("saved_searches.searches"), 303)


def _own(number: int) -> SavedSearch:
    return get_saved(signed_in_person(), number) or abort(404)


def _pressed(number: int) -> SavedSearch:
    saved = _own(number)
    check_button()
    return saved
