"""Moving a thread, merging it with another, and splitting comments off."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.core.text import excerpt, plain
from forum.councils.identity import current_identity
from forum.moderation.actions.places import merge, move, split_off
from forum.moderation.decision_words import WORDS
from forum.moderation.forms import ReasonForm
from forum.moderation.post_forms import MergeForm, MoveForm, SplitForm
from forum.moderation.queries.posts import get_comments, list_comments_to_split
from forum.moderation.things import name_of, noun_of
from forum.moderation.vocabulary import Verb
from forum.threads.kinds import path_of
from forum.threads.models import Thread
from forum.threads.queries import get_readable_thread
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderated_places", __name__)
LONGEST_EXCERPT = 120


@blueprint.route("/moderation/threads/<int:number>/move", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def place(number: int) -> ResponseReturnValue:
    """Give a thread to another council, or to another department of its own."""
    found = _thread(number)
    named = {"council": found.council.name if found.council else ""}
    form = MoveForm(Verb.MOVE, found.council, data=named)
    if form.validate_on_submit():
        council, department = form.chosen_council, form.chosen_department
        try:
            move(
                thread=found,
                council=council,
                department=department,
                person=signed_in_person(),
                reason=form.given,
            )
        except ValueError as refused:
            form.council.errors = [str(refused)]
        else:
            flash("Moved. The author gets an email.", "success")
            return redirect(path_of(found), 303)
    return _asked("moderation/move.html", form, found, Verb.MOVE)


@blueprint.route("/moderation/threads/<int:number>/merge", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def one_of_two(number: int) -> ResponseReturnValue:
    """Merge a thread with another of the same kind."""
    found, form = _thread(number), MergeForm(Verb.MERGE)
    if form.validate_on_submit():
        main = get_readable_thread(current_identity(), form.number) if form.number else None
        try:
            if main is None:
                raise ValueError("There is no such page. Check the number.")  # noqa: TRY301  # said beside the field
            merge(thread=found, main=main, person=signed_in_person(), reason=form.given)
        except ValueError as refused:
            form.main.errors = [str(refused)]
        else:
            flash("Merged. The author gets an email.", "success")
            return redirect(path_of(main), 303)
    return _asked("moderation/merge.html", form, found, Verb.MERGE)


@blueprint.route("/moderation/threads/<int:number>/split", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def own_page(number: int) -> ResponseReturnValue:
    """Give some comments of a thread a page of their own."""
    found, form = _thread(number), SplitForm(Verb.SPLIT)
    offered = [
        (one.id, f"#{one.id}: {excerpt(plain(one.body_html), LONGEST_EXCERPT)}")
        for one in list_comments_to_split(found)
    ]
    form.offer(offered)
    if form.validate_on_submit():
        try:
            opened = split_off(
                thread=found,
                comments=get_comments(form.numbers),
                title=form.title.data or "",
                person=signed_in_person(),
                reason=form.given,
            )
        except ValueError as refused:
            form.comments.errors = [str(refused)]
        else:
            flash("The comments have a page of their own now. Their authors get an email.", "success")
            return redirect(path_of(opened), 303)
    return _asked("moderation/split.html", form, found, Verb.SPLIT, has_comments=bool(offered))


def _thread(number: int) -> Thread:
    return get_readable_thread(current_identity(), number) or abort(404)


def _asked(
    template: str, form: ReasonForm, found: Thread, verb: Verb, **shown: object
) -> ResponseReturnValue:
    noun, words = noun_of(name_of(found), found), WORDS[verb]
    return form_page(template, form, post=found, noun=noun, back=path_of(found), words=words, **shown)
