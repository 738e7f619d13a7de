"""Nobody but threads/visibility.py reads the ward of a thread to show it: of who asked for no name, it is as good as the name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from config import ROOT

pytestmark = pytest.mark.pure
THE_ONE_PLACE = "forum/threads/visibility.py"
# What else has a ward. A new name that is none of these has to be added here, or to what may read the ward of a thread.
NOT_THREADS = {
    "AreaSuccessor", "Group", "Offer", "Resource", "UnmetNeed", "WardRoute", "asked", "candidate", "filters", "form",
    "gone", "group", "kept", "need", "offer", "place", "resource", "route", "wanted", "ward",
}  # fmt: skip
NARROWED = "a condition beside area_known: a list or a count that is narrowed by a ward"
ALLOWED = {
    "forum/barriers/actions/report.py": ({"barrier"}, "writes it"),
    "forum/stories/actions/publish.py": ({"story"}, "writes it"),
    "forum/questions/actions/questions.py": ({"question"}, "writes it"),
    "forum/barriers/case_rows.py": ({"row"}, "writes down the ward that known_area gave a row of an inbox"),
    "forum/barriers/queries/inbox_filters.py": ({"thread"}, NARROWED),
    "forum/barriers/queries/lists.py": ({"Thread"}, NARROWED),
    "forum/discovery/gathered_sections.py": ({"Thread"}, NARROWED),
    "forum/threads/page_sections.py": ({"self"}, "the place that a page is about, not a thread"),
    "forum/barriers/queries/gathered.py": ({"Thread"}, NARROWED),
    "forum/questions/queries/questions.py": ({"Thread"}, NARROWED),
    "forum/stories/queries.py": ({"Thread"}, NARROWED),
    "forum/questions/queries/matches.py": ({"question"}, "compares it with that of an offer; what is shown is a score"),
    "forum/questions/views/change.py": ({"question"}, "fills in the form of its own author"),
    "forum/stories/forms/place.py": ({"story"}, "fills in the form of its own author"),
    "forum/stories/presenters.py": ({"story"}, "says to its own author that there is none"),
    "forum/dashboards/engine/extract.py": ({"Barrier", "row"}, "extracts facts; dashboards/engine/fact_table.py keeps the ward back as the rule says"),
    "forum/councils/handover.py": ({"one"}, "the ward of a route"),
    "forum/councils/reassignment.py": ({"columns"}, "chooses the rows that pass to a successor"),
    "forum/councils/maps.py": ({"one"}, "the ward of a shape on a map"),
    "forum/councils/place_fields.py": ({"self"}, "the field in which a ward is chosen"),
    "forum/councils/places.py": ({"one"}, "the ward of a place that a file names"),
    "forum/dashboards/figures/people.py": ({"one"}, "the ward of a group"),
    "forum/threads/actions/rearranging.py": ({"thread"}, "takes it off where the council that it is moved to has it not"),
    "forum/threads/help.py": ({"one"}, "the ward of a group or an offer; a thread goes through public_area_id"),
    "forum/search/documents.py": ({"self"}, "the ward of a document, which public_area_id gave it"),
}  # fmt: skip


def readers_of_wards() -> Iterator[tuple[str, str]]:
    """Give each file with each name whose ward it reads or writes; loading it with a row is not reading."""
    for path in sorted((ROOT / "forum").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name == THE_ONE_PLACE or name.startswith("forum/demo/"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        loaded = {
            id(one)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("joinedload")
            for one in call.args
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"area", "area_id"}
                and id(node) not in loaded
            ):
                owner = ast.unparse(node.value).rpartition(".")[2]
                is_own_field = owner == "self" and "forms" in name
                if owner not in NOT_THREADS and not is_own_field:
                    yield name, owner


def test_nobody_reads_the_ward_of_a_thread_but_visibility_and_those_named_here() -> None:
    found: dict[str, set[str]] = {}
    for name, owner in readers_of_wards():
        found.setdefault(name, set()).add(owner)
    assert found == {name: owners for name, (owners, _) in ALLOWED.items()}, (
        "show a ward as known_area(standing, thread) gives it"
    )


def test_what_narrows_by_a_ward_asks_which_wards_may_be_known() -> None:
    for name, (_, reason) in ALLOWED.items():
        if reason == NARROWED:
            assert "area_known" in (ROOT / name).read_text(encoding="utf-8"), name


def test_no_template_reads_the_ward_of_a_thread() -> None:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.is_file():
            found = re.findall(
                r"\b(?:barrier|question|story|thread)\.area(?:_id|\.)", path.read_text(encoding="utf-8")
            )
            assert not found, f"{path.name}: show what known_area gave the view"
