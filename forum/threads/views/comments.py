"""Writing, changing and taking back comments."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.text import TextRefused, render
from forum.councils.identity import current_identity
from forum.threads.actions.comments import delete_comment, edit_comment, post_comment
from forum.threads.author_display import public_author_display
from forum.threads.forms import CommentForm, EditCommentForm, PreviewForm
from forum.threads.holds.circumstances import note_form
from forum.threads.holds.loaders import kept_words
from forum.threads.kinds import kind_of, path_of
from forum.threads.mentions import list_mentionable
from forum.threads.models import Comment, Thread
from forum.threads.permissions import (
    may_comment,
    may_delete_comment,
    may_edit_comment,
    may_read_revisions,
)
from forum.threads.queries import (
    find_comment_address,
    get_readable_comment,
    get_readable_thread,
    list_revisions,
)
from forum.threads.quotes import quote_asked
from forum.web.cost_limits import costly
from forum.web.forms import ButtonForm, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_minute
from forum.web.urls import number_asked

blueprint = Blueprint("comments", __name__)


@blueprint.route("/threads/<int:number>/comment", methods=["GET", "POST"])
@signed_in
@limit(per_minute(10), name="comment")
def comment(number: int) -> ResponseReturnValue:
    """Write a comment, look at it, post it."""
    thread = _thread_to_comment_on(number)
    own_form = kind_of(thread).comment_form(thread)
    if request.method == "GET" and own_form is not None:
        quoted = number_asked("quote")
        return redirect(f"{own_form}?quote={quoted}" if quoted else own_form)
    form = CommentForm()
    if request.method == "GET" and not form.body.data:
        form.body.data = quote_asked(thread)
    if form.validate_on_submit() and "preview" not in request.form:
        note_form(form.form_key.data)
        posted = post_comment(
            thread=thread,
            author=signed_in_person(),
            body=form.body.data or "",
            form_key=form.form_key.data,
            is_official=current_identity().is_officer_of(thread.council_id),
        )
        flash("Your comment has been posted." if posted.is_in_sight else kept_words("comment"), "success")
        return redirect(find_comment_address(posted), 303)
    return _written(form, "threads/comment.html", thread=thread, shown_as=_shown_as(thread))


@blueprint.route("/comments/<int:number>/edit", methods=["GET", "POST"])
@signed_in
@limit(per_minute(10), name="comment")
def edit(number: int) -> ResponseReturnValue:
    """Change one's own comment; what it said before is kept."""
    found = _comment(number)
    if not may_edit_comment(current_identity(), found):
        abort(403)
    form = EditCommentForm(data={"body": found.body})
    if form.validate_on_submit() and "preview" not in request.form:
        edit_comment(comment=found, body=form.body.data or "")
        flash("Your comment has been updated." if found.is_in_sight else kept_words("comment"), "success")
        return redirect(find_comment_address(found), 303)
    return _written(form, "threads/edit_comment.html", thread=found.thread, comment=found)


@blueprint.route("/comments/<int:number>/delete", methods=["GET", "POST"])
@open_to_suspended
@signed_in
@limit(per_minute(10), name="comment")
def delete(number: int) -> ResponseReturnValue:
    """Ask once more, then take one's own comment back."""
    found = _comment(number)
    if not may_delete_comment(current_identity(), found):
        abort(403)
    form = ButtonForm()
    if form.validate_on_submit():
        delete_comment(comment=found)
        flash("Your comment has been deleted. A note shows that it was there.", "success")
        return redirect(find_comment_address(found), 303)
    status = 422 if form.errors else 200
    page = render_template(
        "threads/delete_comment.html", form=form, comment=found, back=find_comment_address(found)
    )
    return page, status


@blueprint.get("/comments/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """Lead to a comment's place in its thread."""
    return redirect(find_comment_address(_comment(number)), 302)


@blueprint.get("/comments/<int:number>/revisions")
@signed_in
def revisions(number: int) -> ResponseReturnValue:
    """Show what a comment said before, to its author and to moderators."""
    found = _comment(number)
    if not may_read_revisions(current_identity(), found):
        abort(403)
    return render_template(
        "threads/revisions.html",
        comment=found,
        revisions=list_revisions(found),
        back=find_comment_address(found),
    )


@blueprint.post("/threads/preview")
@signed_in
@limit(per_minute(60), name="preview")
@costly
def preview() -> ResponseReturnValue:
    """Show what Markdown will look like, as a fragment for our script."""
    form = PreviewForm()
    if not form.validate():
        return render_template("threads/_preview.html", html="", problem=_first_problem(form)), 422
    try:
        html = render(form.text.data or "")
    except TextRefused as refused:
        return render_template("threads/_preview.html", html="", problem=str(refused)), 422
    return render_template("threads/_preview.html", html=html, problem="")


def _thread_to_comment_on(number: int) -> Thread:
    identity = current_identity()
    thread = get_readable_thread(identity, number) or abort(404)
    if not may_comment(identity, thread):
        abort(403, "This thread is closed to new comments.")
    return thread


def _comment(number: int) -> Comment:
    return get_readable_comment(current_identity(), number) or abort(404)


def _shown_as(thread: Thread) -> str:
    """Return what stands in the place of the writer's name here; empty for those who are named."""
    person = signed_in_person()
    name = public_author_display(thread)(person)
    return "" if name == person.name else name


def _renders(form: CommentForm | EditCommentForm) -> bool:
    """Return whether the text can be shown; says why beside the field when it cannot."""
    try:
        render(form.body.data or "")
    except TextRefused as refused:
        form.body.errors = [*form.body.errors, str(refused)]
        return False
    return True


def _written(form: CommentForm | EditCommentForm, template: str, **shown: object) -> ResponseReturnValue:
    """Show the form again, with a preview where one was asked for, and a status that says whether it is wrong."""
    asked = request.method == "POST" and "preview" in request.form and not form.errors and _renders(form)
    html = render(form.body.data or "") if asked else ""
    thread = shown["thread"]
    assert isinstance(thread, Thread)  # noqa: S101  # for the type checker: every caller passes one
    names = [one.name for one in list_mentionable(thread, by=signed_in_person())]
    return form_page(
        template, form, html=html, back=path_of(thread), here=url_for(".preview"), names=names, **shown
    )


def _first_problem(form: PreviewForm) -> str:
    return str(next(iter(form.errors.values()))[0])
