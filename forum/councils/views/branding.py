"""A council's colours and logo: set by its lead, served as a style sheet and a picture of our own."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.pictures import MadePicture, PictureRefusedError, make_pictures
from forum.councils.actions import change_look
from forum.councils.branding import WHITE, style_sheet
from forum.councils.forms import LookForm
from forum.councils.queries import get_council, get_logo
from forum.councils.views.loaders import done, settings_council, settings_form
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour
from forum.web.shared_caches import answer_if_changed, keep_for_minutes

blueprint = Blueprint("council_look", __name__)

LOGO_WIDTH = 320
LARGEST_LOGO = 60_000
SECONDS = 5.0
FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"


@blueprint.route("/councils/<slug>/settings/look", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="council look")
def look(slug: str) -> ResponseReturnValue:
    """Set the colours and the logo; colours that people could not read are refused, with one that they can."""
    council = settings_council(slug)
    form = LookForm(colour=council.brand_colour, ink=council.brand_ink)
    if not council.has_logo:
        del form.removes_logo
    if form.validate_on_submit():
        try:
            logo = _made()
        except PictureRefusedError as error:
            form.logo.errors = [str(error)]
        else:
            removes = "removes_logo" in form and form.removes_logo.data
            colour, ink = form.colour.data or "", form.ink.data or WHITE
            change_look(
                council=council,
                by=signed_in_person(),
                colour=colour,
                ink=ink if colour else "",
                logo=logo,
                removes_logo=removes,
            )
            return done(council, "Saved. This is how the pages about your council look now.")
    return settings_form("Colours and logo", council, form)


@blueprint.get("/councils/<slug>/brand.css")
@public
def style(slug: str) -> ResponseReturnValue:
    """Return a council's colours as custom properties; its address carries a version, so that it can be kept."""
    council = get_council(slug) or abort(404)
    sheet = style_sheet(council.brand_colour, council.brand_ink) if council.brand_colour else ""
    is_current = request.args.get("v") == str(council.brand_version)
    answer = Response(sheet, content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = FOR_A_YEAR if is_current else FOR_A_MINUTE
    return answer


@blueprint.get("/councils/<slug>/logo.webp")
@public
def logo(slug: str) -> ResponseReturnValue:
    """Return a council's logo, as we drew it."""
    council = get_council(slug) or abort(404)
    found = get_logo(council) or abort(404)
    answer = Response(found.content, content_type="image/webp")
    keep_for_minutes(answer)  # it may have to be taken away
    return answer_if_changed(answer, str(council.brand_version))


def _made() -> MadePicture | None:
    """Draw the logo anew from what was sent; None when nothing was. Raises PictureRefusedError."""
    sent = request.files.get("logo")
    content = sent.read() if sent else b""
    if not content:
        return None
    made = make_pictures(content, widths=(LOGO_WIDTH,), seconds=SECONDS)[0]
    if len(made.content) > LARGEST_LOGO:
        raise PictureRefusedError("This picture is too detailed for a logo. Send a simpler one.")
    return made
