"""What may stand in the addresses of our pages."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

from forum.core.row_ids import LARGEST_ID, read_id


class NumberConverter(IntegerConverter):
    """A row's number. One that no column can hold is a page that does not exist, not a fault of the database."""

    def __init__(self, url_map: Map, **given: Any) -> None:  # noqa: ANN401  # what a rule may say
        given.setdefault("max", LARGEST_ID)
        super().__init__(url_map, **given)


def use_addresses(app: Flask) -> None:
    """Read every `<int:...>` in an address as a number that a column can hold."""
    app.url_map.converters["int"] = NumberConverter


def number_asked(name: str) -> int | None:
    """Read a row's number behind the question mark of an address; None for what cannot be one."""
    return read_id(request.args.get(name))
