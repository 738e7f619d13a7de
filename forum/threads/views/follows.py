"""Following threads."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.threads.actions import follows
from forum.threads.cards import Card
from forum.threads.kinds import kind_of, path_of
from forum.threads.models import Thread
from forum.threads.permissions import may_follow
from forum.threads.queries import get_readable_thread, list_followed
from forum.web.forms import ButtonForm
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("follows", __name__)


@blueprint.post("/threads/<int:number>/follow")
@open_to_suspended
@signed_in
@limit(per_minute(30), name="follow")
def follow(number: int) -> ResponseReturnValue:
    """Follow a thread."""
    thread = _thread(number)
    follows.follow(thread=thread, person=signed_in_person())
    flash("You will get an email when something changes here.", "success")
    return redirect(path_of(thread), 303)


@blueprint.post("/threads/<int:number>/unfollow")
@open_to_suspended
@signed_in
@limit(per_minute(30), name="follow")
def unfollow(number: int) -> ResponseReturnValue:
    """Stop following a thread."""
    thread = _thread(number)
    follows.unfollow(thread=thread, person=signed_in_person())
    flash("You will get no more emails about this.", "success")
    return redirect(path_of(thread), 303)


@blueprint.get("/following")
@signed_in
def following() -> ResponseReturnValue:
    """Show what one follows."""
    cards = [
        Card(
            url=path_of(thread),
            title=thread.title,
            kind_label=kind_of(thread).label,
            when=thread.last_activity_at,
            number_of_comments=thread.number_of_comments,
        )
        for thread in list_followed(current_identity())
    ]
    return render_template("threads/following.html", cards=cards)


def _thread(number: int) -> Thread:
    thread = get_readable_thread(current_identity(), number)
    if thread is None or not may_follow(current_identity()):
        abort(404)
    if not ButtonForm().validate():
        abort(
            400,
            "This page was open for a long time. Please go back, load it again and press the button.",
        )
    return thread
