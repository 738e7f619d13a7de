"""What a state is called, and which states belong together, is said in forum/barriers/lifecycle and nowhere else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from config import ROOT
from forum.barriers.lifecycle import labels, states
from forum.barriers.lifecycle.states import State

pytestmark = pytest.mark.pure

PACKAGE = ROOT / "forum" / "barriers" / "lifecycle"
CODE = [
    file
    for folder in ("forum", "bench")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if PACKAGE not in file.parents
]
PAGES = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "templates").rglob("*.txt")),
    *sorted((ROOT / "static").rglob("*.js")),
]
SCRIPTED = {ROOT / "forum" / "demo", ROOT / "bench" / "bulk.py"}
"""They give each state an age, a history or a share: rows of a table, not sets of states."""

CODES = {str(one) for one in State}
EVERYDAY = {"open", "kept", "removed", "reopened", "withdrawn"}  # also names of figures and of other things
SETS = {name for name in vars(states) if name.endswith("_STATES")}
LABELS = {
    *labels.STATE_LABELS.values(),
    *labels.ANSWER_LABELS.values(),
    *labels.WAY_THROUGH_ANSWER_LABELS.values(),
    *labels.RESPONSE_LABELS.values(),
    *labels.DUE_LABELS.values(),
    *labels.REPLY_LABELS.values(),
    *labels.STATE_MEANINGS.values(),
    labels.OVERDUE_LABEL,
}
# Words that name a state and much else; a pair of code and label is found all the same.
EVERYDAY_LABELS = {"Reported", "Withdrawn", "Partly", "Promised"}
WHOLE = LABELS - EVERYDAY_LABELS
QUOTED = re.compile(r"""(["'])(.*?)\1""", re.DOTALL)
JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def is_state(node: ast.AST | None) -> bool:
    """Tell whether an expression names one state, by the class or by its code."""
    if isinstance(node, ast.Attribute):
        return node.attr in State.__members__ and ast.unparse(node.value).split(".")[-1] in {"State", "S"}
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CODES


def is_role_or_kind(node: ast.AST) -> bool:
    """Tell whether an expression names one role, or one kind of official word."""
    owner = ast.unparse(node.value).split(".")[-1] if isinstance(node, ast.Attribute) else ""
    return owner in {"Role", "ResponseKind"}


def is_set_of_states(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in SETS


def is_spelled_out(nodes: Iterable[ast.AST | None]) -> bool:
    """Tell whether two or more of these are states, and no mere words that are names of states too."""
    named = [node for node in nodes if is_state(node)]
    texts = {node.value for node in named if isinstance(node, ast.Constant)}
    return len(named) > 1 and (len(texts) < len(named) or bool(texts - EVERYDAY))


def compared(node: ast.BoolOp) -> bool:
    """Tell whether one thing is compared with two or more states or sets of them."""
    subjects = [
        ast.dump(one.left)
        for one in node.values
        if isinstance(one, ast.Compare)
        and any(is_state(it) or is_set_of_states(it) for it in one.comparators)
    ]
    return len(subjects) > len(set(subjects))


def combined(node: ast.BinOp) -> bool:
    """Tell whether sets of states are put together into another one."""
    sides = (node.left, node.right)
    sets = [
        one
        for one in sides
        if is_set_of_states(one) or (isinstance(one, ast.Set) and all(map(is_state, one.elts)))
    ]
    return bool(sets) and any(is_set_of_states(one) or isinstance(one, ast.Set | ast.BinOp) for one in sides)


def spells_out(node: ast.AST, *, is_scripted: bool) -> bool:
    if isinstance(node, ast.Set) and sum(is_role_or_kind(one) for one in node.elts) > 1:
        return True
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        return is_spelled_out(node.elts)
    if isinstance(node, ast.Dict):
        return not is_scripted and (is_spelled_out(node.keys) or is_spelled_out(node.values))
    if isinstance(node, ast.Call):
        return is_spelled_out(node.args)
    if isinstance(node, ast.BoolOp):
        return compared(node)
    return isinstance(node, ast.BinOp) and combined(node)


def found_in(source: str, *, is_scripted: bool = False) -> list[str]:
    """List what a piece of Python says itself about sets of states and their labels."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        f"line {node.lineno}: {ast.unparse(node)[:120]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.expr)
        and id(node) not in docstrings
        and (spells_out(node, is_scripted=is_scripted) or is_label(node))
    ]


def is_label(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple):
        return is_pair([one.value for one in node.elts if isinstance(one, ast.Constant)])
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip() in WHOLE


def is_pair(values: list[object]) -> bool:
    """Tell whether a code stands beside its label."""
    return any(str(code) in values and label in values for code, label in labels.STATE_LABELS.items())


def found_on(page: str) -> Iterator[str]:
    """List what a template or a script says itself about sets of states and their labels."""
    text = COMMENT.sub("", page)
    for tag in JINJA.findall(text):
        codes = [word for _, word in QUOTED.findall(tag) if word in CODES]
        if len(codes) > 1 and set(codes) - EVERYDAY:
            yield tag[:120]
    words = [word for _, word in QUOTED.findall(text)]
    words += [" ".join(part.split()) for part in re.findall(r">([^<>{}]+)<", text)]
    yield from (word for word in words if word in WHOLE)
    if is_pair([*words]):
        yield "a state's code and its label"


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_no_set_of_states_and_no_label_is_spelled_out_in_code() -> None:
    found = {
        name(file): lines
        for file in CODE
        if (lines := found_in(file.read_text(), is_scripted=not SCRIPTED.isdisjoint({file, *file.parents})))
    }
    assert found == {}, "forum/barriers/lifecycle has, or gets, a name for it"


def test_no_set_of_states_and_no_label_is_spelled_out_on_a_page() -> None:
    found = {name(file): lines for file in PAGES if (lines := [*found_on(file.read_text())])}
    assert found == {}, "forum/barriers/lifecycle has, or gets, a name for it"


@pytest.mark.parametrize(
    "source",
    [
        "GONE = (State.REMOVED, State.REMOVED_UNCONFIRMED)",
        "query.where(Barrier.state.in_(['removed', 'way_through']))",
        "if one.state == State.KEPT or one.state in OPEN_STATES: pass",
        "OPEN_STATES | {State.KEPT}",
        "OPEN_STATES - PAUSED_STATES",
        "is_state(codes, State.REMOVED, State.WITHDRAWN)",
        "WORDS = {State.OPEN: 'a', State.KEPT: 'b'}",
        "if role in {Role.OFFICER, Role.LEAD}: pass",
        "label = 'Being looked into'",
        "rows = [('withdrawn', 'Withdrawn')]",
    ],
)
def test_what_is_spelled_out_in_code_is_found(source: str) -> None:
    assert found_in(source) != []


@pytest.mark.parametrize(
    "page",
    [
        '{% if barrier.state in ("removed", "removed_unconfirmed") %}x{% endif %}',
        '{{ {"open": "a", "needs_info": "b"}[state] }}',
        "<p>Gone, confirmed by those affected</p>",
        '{{ state_tag("open", "Reported") }}',
    ],
)
def test_what_is_spelled_out_on_a_page_is_found(page: str) -> None:
    assert [*found_on(page)] != []


# Run in a process of its own: what is changed there was read by no other module yet.
CHANGED_IN_ONE_FILE = """
from fractions import Fraction
from datetime import timedelta
{change}
from forum.barriers.lifecycle import confirmation_outcome as outcome, confirmation_text as text, reasons, rules
from forum.barriers.lifecycle.states import State
from forum.dashboards.figures import definitions
from forum.core import clock
count = outcome.Tally(gone=1, still_there=1, independent_gone=1, asked=2)
print(outcome.confirmation_outcome(count, age=timedelta(weeks=4), rules=rules.LifecycleRules()))
said = dict(state=State.REMOVAL_CLAIMED, asked_at=clock.real_now(), now=clock.real_now(), rules=rules.LifecycleRules())
print(text.rule_in_words(about=State.REMOVAL_CLAIMED, is_first_round=True, **said))
print(text.rule_in_words(about=State.REMOVAL_CLAIMED, is_first_round=False, **said))
print(text.rule_in_words(about=State.WAY_THROUGH, is_first_round=True, **said))
print(*reasons.SENTENCES.values(), definitions.REOPENED.words)
"""


def said_after(change: str) -> str:
    """What the site says of confirmations when one file of the package says something else."""
    run = subprocess.run(
        [sys.executable, "-c", CHANGED_IN_ONE_FILE.format(change=change)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_the_half_rule_is_changed_in_one_file() -> None:
    was, now = (
        said_after(""),
        said_after("from forum.barriers.lifecycle import rules; rules.REOPENING_SHARE = Fraction(2, 3)"),
    )
    assert was.startswith("reopened\n")
    assert now.startswith("removed\n")
    assert (was.lower().count("half"), "two thirds" in was) == (7, False)
    assert ("half" in now.lower(), now.lower().count("two thirds")) == (False, 7)
    rule = re.compile(
        r"\bhalf (of the answers|or more of|of those who answered)|fewer than half (of|say)", re.IGNORECASE
    )
    assert [name(file) for file in (*PAGES, *CODE) if rule.search(file.read_text())] == []
