"""A figure's way from the stored rows to its page leads through few files, so that one person can follow it.

Where small numbers have to be withheld, the three files of the privacy room come to them.
"""

import csv
import io
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from config import ROOT
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshots import clear_cache
from forum.dashboards.figures import recurring
from forum.dashboards.figures.schema import Column
from forum.dashboards.figures.scope import FigureFilters, open_scope, read_names
from forum.dashboards.output.chapters import ALL
from forum.dashboards.output.presenters import Addresses
from tests.dashboards.town import Town, build_town

MOST_FILES = 8
FEATURE = f"{ROOT / 'forum/dashboards'}/"
THE_VIEW = "views/dashboard.py"
PRIVACY = {"privacy/guard.py", "privacy/spans.py", "privacy/suppression.py"}


@pytest.fixture
def town(app):
    return build_town()


def files_entered(call: Callable[[], object]) -> set[str]:
    """Call something, and return the files of the dashboards in which a function was called meanwhile."""
    entered = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(FEATURE):
            entered.add(frame.f_code.co_filename.removeprefix(FEATURE))

    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(None)
    return entered


def walk_of(part: str, town: Town, filters: FigureFilters) -> set[str]:
    """Walk as the first request of a process does: load the facts, count one figure, prepare it for its template."""
    names = read_names(town.council)
    addresses = Addresses(town.council, filters, Audience.PUBLIC)
    clear_cache()

    def walk() -> None:
        scope = open_scope(town.council, filters, Audience.PUBLIC, names)
        ALL.parts[part](scope, addresses)

    return files_entered(walk) | {THE_VIEW}


@pytest.mark.parametrize("part", ALL.parts)
def test_the_walk_from_the_stored_rows_to_the_page_enters_few_files(part, app, town):
    with app.test_request_context():
        entered = walk_of(part, town, FigureFilters())
    assert len(entered - PRIVACY) <= MOST_FILES, sorted(entered)


def test_a_column_more_in_the_file_of_recurring_obstacles_is_one_definition(client, town, monkeypatch):
    more = Column(
        "span", "From first to last seen", "days", lambda one: (one.last_seen - one.first_seen).days
    )
    monkeypatch.setattr(recurring, "_COLUMNS", (*recurring._COLUMNS, more))
    clear_cache()
    answer = client.get("/councils/testham/dashboard/recurring.csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(answer, newline="")))
    assert [row["From first to last seen (days)"] for row in rows] == ["40"]
