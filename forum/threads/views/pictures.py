"""Adding, describing, ordering and removing the pictures of a thread."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.db import commit, unlocked
from forum.core.pictures import MOST_BYTES, Patience, PictureRefusedError
from forum.councils.identity import current_identity
from forum.threads.actions.attachments import (
    PreparedPicture,
    add_picture,
    describe_picture,
    move_picture,
    prepare_picture,
    remove_picture,
)
from forum.threads.attachments import MOST_PICTURES, Picture
from forum.threads.kinds import kind_of, path_of
from forum.threads.models import Thread
from forum.threads.picture_forms import DESCRIBE_FIRST, PicturesForm, form_for
from forum.threads.queries import get_readable_thread, list_pictures
from forum.web.rate_limits import limit, per_hour
from forum.web.request_bodies import takes_files

blueprint = Blueprint("pictures", __name__)

MOST_AT_ONCE = 60_000_000  # bytes of one request
PATIENCE_SECONDS = 18.0  # the web server gives a request 30
SAY_WHAT_IT_SHOWS = "Now say what it shows: until then no one else sees it."
SAY_WHAT_EACH_SHOWS = "Now say what each new picture shows: until then no one else sees them."
Problems = list[str]


@blueprint.route("/threads/<int:number>/pictures", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="pictures")
@takes_files(MOST_AT_ONCE)
def pictures(number: int) -> ResponseReturnValue:
    """Add pictures, say what they show, put them in order. What is well is kept, whatever else is wrong."""
    thread = _thread(number)
    form = form_for(list_pictures(thread, described=False))
    if request.method == "GET":
        return _page(thread, form)
    form.validate()
    if form.csrf_token.errors or form.between:
        return _page(thread, form, 422)
    prepared, problems = _prepare(form.sent())
    if request.form.get("do") == "add" and not form.sent():
        problems.append("Choose a picture first.")
    added = _add(thread, prepared, problems)
    _describe(thread, form)
    _do_as_asked(thread)
    if not (form.errors or problems):
        return _done(thread, added)
    commit()  # half of it was well: that half is kept
    return _page(thread, _again(thread, form, problems), 422)


def _thread(number: int) -> Thread:
    identity = current_identity()
    thread = get_readable_thread(identity, number) or abort(404)
    if not kind_of(thread).may_change(identity, thread):
        abort(403)
    return thread


def _prepare(files: list[FileStorage]) -> tuple[list[PreparedPicture], Problems]:
    """Make the pictures while nobody waits for us."""
    prepared: list[PreparedPicture] = []
    problems: Problems = []
    if not files:
        return prepared, problems
    patience = Patience(PATIENCE_SECONDS)
    with unlocked():
        for one in files:
            name = one.filename or ""
            try:
                content = one.stream.read(MOST_BYTES + 1)
                prepared.append(prepare_picture(content=content, name=name, patience=patience))
            except PictureRefusedError as refused:
                problems.append(f"{name[:60]}: {refused}")
    return prepared, problems


def _add(thread: Thread, prepared: list[PreparedPicture], problems: Problems) -> int:
    added = 0
    for one in prepared:
        try:
            add_picture(thread=thread, person=signed_in_person(), prepared=one)
            added += 1
        except PictureRefusedError as refused:
            problems.append(f"{one.name}: {refused}")
    return added


def _describe(thread: Thread, form: PicturesForm) -> None:
    """Take over what was typed; pictures that came or went meanwhile have no words in this form."""
    saving = request.form.get("do", "save") == "save"
    for number, one in enumerate(list_pictures(thread, described=False), start=1):
        if f"alt_{one.id}" not in form:
            continue
        field = form.alt_of(one)
        if not field.errors:
            describe_picture(picture=one, alt=field.data or "")
        if saving and not field.data:
            form.say(field, DESCRIBE_FIRST.format(number))


def _do_as_asked(thread: Thread) -> None:
    """Move a picture or remove it: the button says which."""
    verb, _, number = request.form.get("do", "save").partition("-")
    among = list_pictures(thread, described=False)
    picture = next((one for one in among if str(one.id) == number), None)
    if picture is None:
        return
    if verb == "remove":
        remove_picture(picture=picture)
        flash("The picture has been removed.", "success")
    elif verb in {"up", "down"}:
        move_picture(picture=picture, among=among, by=-1 if verb == "up" else 1)


def _again(thread: Thread, form: PicturesForm, problems: Problems) -> PicturesForm:
    """Show what is there now, with what was typed and what was wrong with it."""
    fresh = form_for(list_pictures(thread, described=False))
    fresh.validate()
    for name, errors in form.errors.items():
        if name in fresh:
            fresh[name].errors = errors
    fresh.say(fresh.files, *problems)
    return fresh


def _done(thread: Thread, added: int) -> ResponseReturnValue:
    here = url_for("pictures.pictures", number=thread.id)
    if added:
        flash(SAY_WHAT_EACH_SHOWS if added > 1 else SAY_WHAT_IT_SHOWS, "success")
        return redirect(f"{here}#pictures", 303)
    if request.form.get("do", "save") == "save":
        flash("The pictures have been saved.", "success")
        return redirect(path_of(thread), 303)
    return redirect(f"{here}#pictures", 303)


def _page(thread: Thread, form: PicturesForm, status: int = 200) -> ResponseReturnValue:
    shown: list[Picture] = list_pictures(thread, described=False)
    page = render_template(
        "threads/pictures.html",
        form=form,
        thread=thread,
        pictures=shown,
        most=MOST_PICTURES,
        room=MOST_PICTURES - len(shown),
        back=path_of(thread),
    )
    return page, status
