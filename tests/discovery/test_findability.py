"""What people have in mind is found on the demo, by the numbers that `python -m bench.findability` prints."""

from __future__ import annotations

import pytest

from bench.findability import filed, places, unmarked
from forum.threads.index_maintenance import rebuild_index

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("demo_app")]


def test_plain_words_find_what_filters_find() -> None:
    rebuild_index()
    for found, wanted in (*places().values(), *filed().values()):
        assert wanted > 80
        assert found >= 0.95 * wanted


def test_results_show_why_they_were_found() -> None:
    rebuild_index()
    bare, shown = unmarked()
    assert shown > 400
    assert bare <= 0.05 * shown
