"""For which words something was found: cut from the part that holds them, which is named, else what it is filed under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.search.documents import filed_term
from forum.search.query_plan import Plan
from forum.search.snippets import SnippetPiece, make_snippet, mark
from forum.threads.kinds import Passage

Pieces = Sequence[SnippetPiece]


@dataclass(frozen=True, slots=True)
class Label:
    """What something is filed under, as people read it; with a dimension of search and a value where a query may name it."""

    words: str
    dimension: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class MatchReason:
    """An excerpt, its matches marked, and the name of the part it is from; `filed` are the labels that match."""

    where: str
    excerpt: Pieces
    filed: Sequence[Pieces] = ()


def explain(plan: Plan, title: str, passages: Sequence[Passage], labels: Sequence[Label] = ()) -> MatchReason:
    """Say for what something was found. Labels are the reason only where neither its title nor a passage is."""
    cut = [(one, make_snippet(one.words, plan)) for one in passages if one.words]
    best = max(cut, key=lambda pair: _worth(pair[1]), default=None)
    if best is None:
        return MatchReason("", (), _filed(plan, labels))
    passage, excerpt = best
    if _worth(excerpt):
        number = sum(one.where == passage.where and bool(_worth(pieces)) for one, pieces in cut)
        return MatchReason(_where(passage, number), excerpt)
    is_in_title = any(piece.is_match for piece in mark(title, plan))
    return MatchReason("", cut[0][1], () if is_in_title else _filed(plan, labels))


def is_marked(plan: Plan, title: str, reason: MatchReason) -> bool:
    """Return whether a reader sees in the title or the excerpt why something was found."""
    return any(piece.is_match for piece in (*mark(title, plan), *reason.excerpt))


def _worth(excerpt: Pieces) -> int:
    return len({piece.text.casefold() for piece in excerpt if piece.is_match})


def _where(passage: Passage, number: int) -> str:
    return f"{number} {passage.several}" if passage.several and number > 1 else passage.where


def _filed(plan: Plan, labels: Sequence[Label]) -> list[Pieces]:
    """Return the labels that match, each once, by their words or as the place that was named."""
    wanted = plan.all_terms()
    found: dict[str, Pieces] = {}
    for one in labels:
        pieces = mark(one.words, plan)
        if any(piece.is_match for piece in pieces):
            found[one.words] = pieces
        elif one.dimension and filed_term(one.dimension, one.value) in wanted:
            found[one.words] = (SnippetPiece(one.words, is_match=True),)
    return list(found.values())
