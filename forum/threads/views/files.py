"""Serving pictures and files: with a check of who reads, and so that a browser runs nothing in them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from forum.core import storage
from forum.councils.identity import VISITOR, current_identity
from forum.threads.attachments import StoredFile
from forum.threads.kinds import can_read
from forum.threads.queries import get_readable_file, get_readable_picture
from forum.web.guards import public
from forum.web.shared_caches import answer_if_changed, keep_for_minutes

blueprint = Blueprint("files", __name__)

MISSING = "This file is missing here, although a page leads to it. The moderators can ask for it again."
ALONE = "default-src 'none'; sandbox"


@blueprint.get("/pictures/<int:number>/<key>")
@public
def picture(number: int, key: str) -> ResponseReturnValue:
    """Serve a picture in one of its widths to whoever may read its thread."""
    found = get_readable_picture(current_identity(), number) or abort(404)
    file = next((one for one in (found.small, found.large) if one.key == key), None)
    if file is None:
        abort(404)
    is_public = bool(found.alt) and can_read(VISITOR, found.thread)
    return _served(file, is_public=is_public)


@blueprint.get("/files/<key>/<name>")
@public
def file(key: str, name: str) -> ResponseReturnValue:
    """Serve a file that was given as evidence; what is no picture is saved, not opened."""
    found = get_readable_file(current_identity(), key, name) or abort(404)
    answer = _served(found, is_public=found.thread is not None and can_read(VISITOR, found.thread))
    if not found.content_type.startswith("image/"):
        answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


def _served(file: StoredFile, *, is_public: bool) -> Response:
    known = request.if_none_match.contains(
        file.key
    )  # then it need not be read: whoever has it is only told that it stands
    content = b"" if known else storage.get(file.key)
    if content is None:
        current_app.logger.error("the file %s is missing, which a row refers to", file.key)
        abort(404, MISSING)
    answer = Response(content, content_type=file.content_type)
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if is_public:
        keep_for_minutes(answer)
    else:
        answer.cache_control.private = True
        answer.cache_control.no_cache = True
    return answer_if_changed(answer, file.key)
