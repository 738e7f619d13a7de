"""Our static files: read and joined at start, answered in front of Flask, kept by browsers for a year.

The address of a file holds its version. Only an answer to the version that is served may be kept: while a site is
upgraded, an address of the new version can reach a server that still has the old file.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, url_for

from forum.web.request_log import NOTES, ROUTE
from forum.web.security import security_headers
from forum.web.stylesheet import joined

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STYLESHEET = "clearway.css"
"""The name under which the files of static/styles travel as one."""
FOR_A_YEAR, ASK_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"


@dataclass(frozen=True)
class StaticFile:
    """A file as it travels."""

    name: str
    body: bytes

    @cached_property
    def version(self) -> str:
        """The first characters of the SHA-256 of its content."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    @cached_property
    def compressed(self) -> bytes:
        """Its content as gzip, made when first asked for; empty where that is no shorter, as for pictures."""
        packed = gzip.compress(self.body, 9, mtime=0)
        return packed if len(packed) < 0.9 * len(self.body) else b""

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """The headers that every answer with this file has."""
        media_type = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        is_text = media_type.startswith("text/")
        vary = [("Vary", "Accept-Encoding")] if self.compressed else []
        return [
            ("Content-Type", f"{media_type}; charset=utf-8" if is_text else media_type),
            ("ETag", f'"{self.version}"'),
            *vary,
        ]


def read_files(folder: Path) -> dict[str, StaticFile]:
    """Return the files of a folder and the stylesheet, by name."""
    bodies = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    bodies[STYLESHEET] = joined(folder / "styles").encode()
    return {name: StaticFile(name, body) for name, body in bodies.items()}


class StaticFiles:
    """A WSGI middleware that answers for static files; everything else goes to the application."""

    def __init__(self, app: WSGIApplication, prefix: str, files: Mapping[str, StaticFile]) -> None:
        self._app = app
        self._prefix = prefix
        self.files = files

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file, or with the application's answer."""
        path = environ.get("PATH_INFO", "")
        file = self.files.get(path.removeprefix(self._prefix)) if path.startswith(self._prefix) else None
        if file is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        environ.setdefault(NOTES, {})[ROUTE] = f"{self._prefix}<path:filename>"
        is_current = environ.get("QUERY_STRING") == f"v={file.version}"
        headers = [
            *file.headers,
            *security_headers(is_secure=environ["wsgi.url_scheme"] == "https").items(),
            ("Cache-Control", FOR_A_YEAR if is_current else ASK_EACH_TIME),
        ]
        if file.version in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response(_line(HTTPStatus.NOT_MODIFIED), headers)
            return []
        body = file.body
        if file.compressed and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = file.compressed
            headers.append(("Content-Encoding", "gzip"))
        start_response(_line(HTTPStatus.OK), [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _line(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"


def use_static_files(app: Flask) -> None:
    """Answer for static files in front of the application, and offer their addresses to templates.

    Call it before what wraps the application from outside. With DEBUG, changed files are read again.
    """
    folder = Path(str(app.static_folder))
    served = StaticFiles(app.wsgi_app, f"{app.static_url_path}/", read_files(folder))
    app.wsgi_app = served  # type: ignore[method-assign]

    def static_url(name: str) -> str:
        """Return the address of a static file. Raises KeyError for one that is not there."""
        return url_for("static", filename=name, v=served.files[name].version)

    def read_again() -> None:
        joined.cache_clear()
        served.files = read_files(folder)

    app.jinja_env.globals["static_url"] = static_url
    if app.debug:
        app.before_request(read_again)
