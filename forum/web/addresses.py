"""What may stand in the addresses of our pages."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1


class NumberConverter(IntegerConverter):
    """A row's number. One that no column can hold is a page that does not exist, not a fault of the database."""

    def __init__(self, url_map: Map, **given: Any) -> None:  # noqa: ANN401  # what a rule may say
        given.setdefault("max", LARGEST_NUMBER)
        super().__init__(url_map, **given)


def use_addresses(app: Flask) -> None:
    """Read every `<int:...>` in an address as a number that a column can hold."""
    app.url_map.converters["int"] = NumberConverter


def number_asked(name: str) -> int | None:
    """Read a row's number behind the question mark of an address; None for what cannot be one."""
    return as_number(request.args.get(name))


def as_number(text: str | None) -> int | None:
    """Read a row's number out of what was sent; None for what cannot be one."""
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_NUMBER)):
        return None
    return int(text) if 0 < int(text) <= LARGEST_NUMBER else None
