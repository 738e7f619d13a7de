"""What browsers send, before anything reads it: the one letter that PostgreSQL cannot hold is taken out.

Clean forms take it out themselves (`core.text.clean`); this is for the rest: addresses, filters, hidden fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Map, UnicodeConverter

NUL = "\0"


class Sent(ImmutableMultiDict[str, Any]):
    """Names and values as they were sent, but for NUL."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__([(_without(name), _without(value)) for name, value in pairs or ()])


class OurRequest(Request):
    """A request whose query and form hold no NUL."""

    parameter_storage_class = Sent


class TextConverter(UnicodeConverter):
    """A part of an address. One with a NUL is a page that does not exist."""

    def __init__(self, url_map: Map, **given: Any) -> None:  # noqa: ANN401  # what a rule may say
        super().__init__(url_map, **given)
        self.regex = self.regex.replace("[^/]", r"[^/\0]")


def use_clean_texts(app: Flask) -> None:
    """Read every request so."""
    app.request_class = OurRequest
    app.url_map.converters["default"] = app.url_map.converters["string"] = TextConverter


def _without(sent: Any) -> Any:  # noqa: ANN401  # a text, or a file
    return sent.replace(NUL, "") if isinstance(sent, str) else sent
