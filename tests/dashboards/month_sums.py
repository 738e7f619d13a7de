"""Reads the table of months as a reader does, from the page and from the file, and adds up its columns by their heads."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import pairwise

from flask.testing import FlaskClient

from forum.councils.models import Council

BEFORE, REPORTED, REOPENED, CLOSED, AFTER = "Open before", "Reported", "Reopened", "Closed", "Open after"
HEADS = ["Month", BEFORE, REPORTED, REOPENED, CLOSED, AFTER, "Removed and confirmed"]
Month = dict[str, str]


def months_of_page(client: FlaskClient, council: Council, **asked: str) -> list[Month]:
    """Return the rows of the table as the page shows them, column by head."""
    answer = client.get(f"/councils/{council.slug}/dashboard/over-time", query_string=asked)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    table = next(one for one in re.findall(r"<table.*?</table>", page, re.DOTALL) if BEFORE in one)
    lines = [
        [_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)]
        for line in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    ]
    assert lines[0] == HEADS
    return [dict(zip(HEADS, line, strict=True)) for line in lines[1:]]


def months_of_file(client: FlaskClient, council: Council, **asked: str) -> list[Month]:
    """Return the rows of the table as the file holds them; what is withheld is empty there."""
    answer = client.get(f"/councils/{council.slug}/dashboard/trend.csv", query_string=asked)
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    return [{head: row[head] for head in HEADS} for row in rows]


def the_months_add_up(months: list[Month]) -> None:
    """Open before, reported and reopened, less closed, is open after; and that is open before the next month."""
    for one in months:
        if one[AFTER]:
            before, reported, reopened, closed, after = (int(one[head]) for head in HEADS[1:6])
            assert before + reported + reopened - closed == after, one
    for one, following in pairwise(months):
        if one[AFTER] and following[BEFORE]:
            assert one[AFTER] == following[BEFORE], (one, following)


def page_and_file_add_up_and_agree(client: FlaskClient, council: Council, **asked: str) -> list[Month]:
    """Add up the months of the page and of the file, compare the two, and return the file's rows."""
    page, file = months_of_page(client, council, **asked), months_of_file(client, council, **asked)
    the_months_add_up(page)
    the_months_add_up(file)
    assert [
        one for one in file if one[AFTER]
    ] == page  # a month of which nothing may be shown is no row of the page
    return file


def _text(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()).replace(",", "")
