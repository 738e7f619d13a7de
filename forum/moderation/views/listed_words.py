"""The words and phrases with which posts wait for a moderator."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.moderation.actions.holds import add_listed_word, remove_listed_word
from forum.moderation.hold_forms import ListedWordForm
from forum.threads.holds.queries import get_listed_word, list_listed_words
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("listed_words", __name__)


@blueprint.route("/moderation/listed-words", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def words() -> ResponseReturnValue:
    """Show the list, and add to it."""
    form, listed = ListedWordForm(), list_listed_words()
    if form.validate_on_submit():
        if form.phrase.data not in {one.phrase for one in listed}:
            add_listed_word(phrase=form.phrase.data or "", by=signed_in_person())
        flash(f"Posts with “{form.phrase.data}” wait for a moderator from now on.", "success")
        return redirect(url_for(".words"), 303)
    return form_page("moderation/listed_words.html", form, words=listed)


@blueprint.post("/moderation/listed-words/<int:number>/remove")
@moderators_only
@limit(per_minute(60), name="moderate")
def remove(number: int) -> ResponseReturnValue:
    """Take a word off the list."""
    word = get_listed_word(number) or abort(404)
    check_button()
    remove_listed_word(word=word, by=signed_in_person())
    flash("The word has been removed from the list.", "success")
    return redirect(url_for(".words"), 303)
