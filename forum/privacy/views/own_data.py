"""What somebody can do with their own data: see what there is, download it, delete the account.

Who is suspended and cannot sign in gets here by a link that is mailed to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import recently_confirmed, signed_in
from forum.accounts.models import Person
from forum.accounts.queries import find_own_data_link
from forum.accounts.sessions import end_session
from forum.core.db import unlocked
from forum.core.formatting import count as counted
from forum.core.settings import settings
from forum.privacy.actions import erase_person, record_request
from forum.privacy.exports import gather, write_archive
from forum.privacy.forms import LeaveForm
from forum.privacy.models import IdentityCheck, RequestKind
from forum.privacy.permissions import may_download_data, may_erase_person
from forum.privacy.queries import count_other_administrators, count_own_rows
from forum.web.forms import check_button, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("own_data", __name__)

GONE = 410
ARCHIVE = "your-data.zip"
PART = 65_536


@blueprint.get("/account/data")
@signed_in
def show() -> ResponseReturnValue:
    """Show what is kept about somebody, and what they can do with it."""
    return _overview(signed_in_person(), token="")


@blueprint.post("/account/data/download")
@signed_in
@recently_confirmed
@limit(per_hour(6), name="download_data")
def download() -> ResponseReturnValue:
    """Hand out everything as one archive."""
    check_button()
    return send_data(signed_in_person(), IdentityCheck.SIGNED_IN)


@blueprint.route("/account/delete", methods=["GET", "POST"])
@signed_in
@recently_confirmed
@limit(per_hour(10), name="delete_account")
def leave() -> ResponseReturnValue:
    """Say plainly what goes and what stays, and delete the account."""
    return _leave(signed_in_person(), IdentityCheck.SIGNED_IN, token="")


@blueprint.get("/account-deleted")
@public
def left() -> ResponseReturnValue:
    """Say that it is done."""
    return render_template("privacy/left.html", words_went=request.args.get("posts") == "go")


@blueprint.get("/own-data/<token>")
@public
def by_link(token: str) -> ResponseReturnValue:
    """Show the same to somebody who comes by a mailed link."""
    person = _person_of(token)
    return _gone() if person is None else _overview(person, token=token)


@blueprint.post("/own-data/<token>/download")
@public
@open_to_suspended
@limit(per_hour(6), name="download_data_by_link")
def download_by_link(token: str) -> ResponseReturnValue:
    """Hand out the archive to somebody who came by a mailed link."""
    check_button()
    person = _person_of(token)
    return _gone() if person is None else send_data(person, IdentityCheck.MAILED_LINK)


@blueprint.route("/own-data/<token>/delete", methods=["GET", "POST"])
@public
@open_to_suspended
@limit(per_hour(10), name="delete_account_by_link")
def leave_by_link(token: str) -> ResponseReturnValue:
    """Delete the account of somebody who came by a mailed link."""
    person = _person_of(token)
    return _gone() if person is None else _leave(person, IdentityCheck.MAILED_LINK, token=token)


def send_data(person: Person, check: IdentityCheck, *, by: Person | None = None, **given: object) -> Response:
    """Write the archive while nobody waits for the database, note that it was handed out, and send it."""
    if not may_download_data(by or person, person):
        abort(403)
    export = gather(person)
    with unlocked():
        archive = write_archive(export)
    rows = export.number_of_rows
    record_request(
        kind=RequestKind.DOWNLOAD,
        person=person,
        identity_check=check,
        by=by,
        number_of_rows=rows,
        **given,  # type: ignore[arg-type]
    )
    answer = Response(_parts(archive), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ARCHIVE}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _parts(archive: IO[bytes]) -> Iterator[bytes]:
    with archive:
        while part := archive.read(PART):
            yield part


def _overview(person: Person, *, token: str) -> ResponseReturnValue:
    kept = [(heading, counted(number, "entry", "entries")) for heading, number in count_own_rows(person)]
    urls = {
        "download_url": url_for("own_data.download_by_link", token=token)
        if token
        else url_for("own_data.download"),
        "leave_url": url_for("own_data.leave_by_link", token=token) if token else url_for("own_data.leave"),
    }
    return render_template("privacy/own_data.html", owner=person, kept=kept, is_by_link=bool(token), **urls)


def _leave(person: Person, check: IdentityCheck, *, token: str) -> ResponseReturnValue:
    form = LeaveForm()
    may = may_erase_person(person, person, other_administrators=count_other_administrators(person))
    if request.method == "POST" and not may:
        abort(403)
    if form.validate_on_submit():
        erase_person(person=person, takes_words=form.takes_words, identity_check=check)
        if not token:
            end_session()
        session.clear()
        return redirect(url_for("own_data.left", posts=form.posts.data), 303)
    return form_page(
        "privacy/leave.html",
        form,
        owner=person,
        may_leave=may,
        data_url=url_for("own_data.by_link", token=token) if token else url_for("own_data.show"),
        backups_kept=settings().backups_kept,
    )


def _person_of(token: str) -> Person | None:
    link = find_own_data_link(token)
    return link.person if link is not None else None


def _gone() -> ResponseReturnValue:
    return render_template("privacy/link_gone.html"), GONE
