"""The one stylesheet as it travels: the files of static/styles, one a component, joined, without comments and space."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from forum.web.guards import public

FOLDER = "styles"
ENDPOINT = "stylesheet"

FIRST, LAST = ("colours", "elements", "page"), ("print",)
"""The files that stand before and behind those of the components, which are in the order of their names."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};]) ?")


@lru_cache(maxsize=4)
def joined(folder: Path) -> str:
    """Join the files of a folder, and take out what a browser does not need."""
    text = "\n".join(file.read_text() for file in sorted(folder.glob("*.css"), key=_place))
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", text))).replace(";}", "}").strip()


def _place(file: Path) -> tuple[int, bool, str]:
    name = file.stem
    return FIRST.index(name) if name in FIRST else len(FIRST), name in LAST, name


def stylesheet_url() -> str:
    """Return the address of the stylesheet, which changes with its content."""
    return url_for(ENDPOINT, v=_fingerprint(_text()))


def use_stylesheet(app: Flask) -> None:
    """Serve the stylesheet, and offer its address to templates."""
    app.jinja_env.globals["stylesheet_url"] = stylesheet_url
    app.add_url_rule("/styles.css", ENDPOINT, public(_show))


def _show() -> ResponseReturnValue:
    """Return it compressed to whoever can read that; it is the same for everybody, so a year is not too long."""
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(_zipped(_text()) if takes_gzip else _text(), mimetype="text/css")
    response.vary.add("Accept-Encoding")
    if takes_gzip:
        response.content_encoding = "gzip"
    return response


@lru_cache(maxsize=4)
def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=4)
def _zipped(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _text() -> str:
    if current_app.debug:
        joined.cache_clear()
    return joined(Path(str(current_app.static_folder)) / FOLDER)
