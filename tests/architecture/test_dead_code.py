"""Every public name of a module is used by the product: what only its own test uses is deleted with it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from config import ROOT

pytestmark = pytest.mark.pure

FOUND_BY_NAME = {
    "BufferingWorker",  # gunicorn.conf.py names it to gunicorn
    "CASES",  # demo content is found by its place
    "HANDLERS",  # tests and benches drain the outbox by it
    "close_engine",  # tests open another index within one process
}
DEFINED = re.compile(
    r"^(?:class ([A-Za-z]\w*)|([@)][^\n]*\n)?def ([A-Za-z]\w*)|([A-Za-z]\w*)(?:: [^\n=]+)? = )", re.MULTILINE
)
"""A class, a function with its decorator (which registers it), or a constant."""
IMPORTED = re.compile(r"^\s*from ([\w.]+) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
WORD = re.compile(r"\w+")


def test_no_public_name_is_used_by_its_tests_alone() -> None:
    files = [*(ROOT / "forum").rglob("*.py"), *(ROOT / "bench").rglob("*.py"), *ROOT.glob("*.py")]
    texts = {".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text() for path in files}
    taken: dict[str, set[str]] = defaultdict(set)
    attributes = set()
    for text in texts.values():
        attributes.update(re.findall(r"\.(\w+)", text))
        for module, names in IMPORTED.findall(text):
            taken[module].update(WORD.findall(names))
    unused = []
    for module in (one for one in texts if one.startswith("forum.")):
        words = Counter(WORD.findall(texts[module]))
        found = DEFINED.findall(texts[module])
        defined = {kind or name or constant for kind, decorator, name, constant in found if not decorator}
        known = taken[module] | attributes | FOUND_BY_NAME
        unused += [f"{module}.{name}" for name in defined - known if words[name] == 1]
    assert sorted(unused) == []
    assert len(taken) > 500
