"""A figure's way from the stored rows to its page leads through few files, so that one person can follow it.

Where small numbers have to be withheld, the three files of the privacy room come to them.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from config import ROOT
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshots import clear_cache
from forum.dashboards.figures.scope import Filters, open_scope, read_names
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


def walk_of(part: str, town: Town, filters: Filters) -> set[str]:
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
        entered = walk_of(part, town, Filters())
    assert len(entered - PRIVACY) <= MOST_FILES, sorted(entered)
