"""One name has one meaning in the whole tree."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from config import ROOT

pytestmark = pytest.mark.pure


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict(list)
    for path in sorted((ROOT / "forum").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("forum/demo/"):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places[node.name].append(name)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
