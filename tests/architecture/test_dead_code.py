"""Every public name of a module is used by the product: what only its own test uses is deleted with it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

FOUND_BY_NAME = {
    "BufferingWorker",  # gunicorn.conf.py names it to gunicorn
    "CASES",  # demo content is found by its place
    "HANDLERS",  # tests and benches drain the outbox by it
    "close_engine",  # tests open another index within one process
}


def names_defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) or (isinstance(node, ast.FunctionDef) and not node.decorator_list):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def names_used(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def names_taken(trees: dict[str, ast.Module]) -> dict[str, set[str]]:
    """What other modules import of each module, or read as its attribute."""
    taken = defaultdict(set)
    for tree in trees.values():
        modules = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                taken[node.module].update(one.name for one in node.names)
                modules |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                written = ast.unparse(node.value)
                taken[modules.get(written, written)].add(node.attr)
    return taken


def test_no_public_name_is_used_by_its_tests_alone() -> None:
    files = [*(ROOT / "forum").rglob("*.py"), *(ROOT / "bench").rglob("*.py"), *ROOT.glob("*.py")]
    trees = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): ast.parse(path.read_text()) for path in files
    }
    taken = names_taken(trees)
    unused = [
        f"{module}.{name}"
        for module, tree in trees.items()
        if module.startswith("forum.")
        for name in names_defined(tree)
        if not name.startswith("_") and name not in taken[module] | FOUND_BY_NAME | set(names_used(tree))
    ]
    assert sorted(unused) == []
    assert len(taken) > 500
