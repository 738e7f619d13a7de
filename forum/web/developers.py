"""Pages for developers, on a site that runs with DEBUG=1 alone: the mails that were written to files."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.core.settings import settings
from forum.web.guards import public

blueprint = Blueprint("developers", __name__)

MAILS_SHOWN = 100
LONGEST_MAIL = 200_000
ADDRESSES = re.compile(r"(https?://[^\s<>\"']+)")


@blueprint.get("/developers/mails")
@public
def mails() -> ResponseReturnValue:
    """List the newest mails; 404 where people's mails are real."""
    _only_for_developers()
    files = sorted(settings().mail_folder.glob("*.txt"), reverse=True)[:MAILS_SHOWN]
    listed = [(file.stem, _heads(file.read_text()[:LONGEST_MAIL])) for file in files]
    return render_template("developers/mails.html", mails=listed)


@blueprint.get("/developers/mails/<int:number>")
@public
def mail(number: int) -> ResponseReturnValue:
    """Show one mail, its links ready to follow."""
    _only_for_developers()
    file = settings().mail_folder / f"{number:08}.txt"
    if not file.is_file():
        abort(404)
    text = file.read_text()[:LONGEST_MAIL]
    heads, _, body = text.partition("\n\n")
    parts = ADDRESSES.split(body)
    return render_template("developers/mail.html", heads=_heads(heads), parts=parts)


def _heads(text: str) -> dict[str, str]:
    lines = text.partition("\n\n")[0].splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _only_for_developers() -> None:
    if not settings().debug:
        abort(404)
