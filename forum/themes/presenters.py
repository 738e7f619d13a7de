"""A theme in words, as one reader may know it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from forum.barriers.cards import path
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.models import Barrier
from forum.barriers.queries.voices import VoiceCount
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.formatting import count
from forum.core.text import quoted
from forum.search.analysis import terms
from forum.themes.queries.offered import ReadTheme

MOST_KINDS = 3
_NO_WORDS = "said in different words"


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """What a list shows of a theme."""

    number: int
    title: str
    of: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeBarrierLine:
    """One barrier of a theme."""

    url: str
    title: str
    council: str
    kind: str
    groups: str
    state: str
    state_label: str
    is_council_only: bool


def name_of(words: list[str]) -> str:
    """Return what a theme is called: its words."""
    return ", ".join(words) if words else _NO_WORDS


def theme_line(read: ReadTheme) -> ThemeLine:
    """Say what a theme is about, how many groups in how many councils met it, and why it is thought to be one."""
    return ThemeLine(read.theme.id, name_of(read.theme.words), _of(read), _why(read))


def barrier_lines(read: ReadTheme) -> list[ThemeBarrierLine]:
    """Show the barriers of a theme, those that most groups met first."""
    return [
        ThemeBarrierLine(
            url=path(one),
            title=one.title,
            council=one.council.name if one.council else "",
            kind=_kind(one),
            groups=_groups(read.count_of(one)),
            state=str(one.state),
            state_label=STATE_LABELS[one.state],
            is_council_only=one.is_council_only,
        )
        for one in read.barriers
    ]


def _of(read: ReadTheme) -> str:
    councils = {one.council_id for one in read.barriers}
    return (
        f"{_groups(read.count)} in {count(len(councils), 'council')}, {count(len(read.barriers), 'barrier')}"
    )


def _groups(counted: VoiceCount) -> str:
    nameless = f" ({counted.nameless} without a name)" if counted.nameless else ""
    return f"{count(counted.groups, 'group')}{nameless}"


def _why(read: ReadTheme) -> tuple[str, ...]:
    """Return the reasons: the middle, the words, and the kinds under which the barriers stand apart."""
    total = len(read.barriers)
    said = Counter(term for one in read.barriers for term in set(terms(f"{one.title}\n{one.body}")))
    words = [f"{quoted(word)} in {said[term]}" for word in read.theme.words for term in terms(word)[:1]]
    kinds = Counter(map(_kind, read.barriers)).most_common(MOST_KINDS)
    middle = next((one for one in read.barriers if one.id == read.theme.middle_id), None)
    return (
        *((f"Each says much the same as {quoted(middle.title)}.",) if middle else ()),
        *((f"Of {total}, they say {', '.join(words)}; other barriers seldom do.",) if words else ()),
        f"Most of them share no tag, no case and no kind of barrier: {', '.join(f'{kind} ({number})' for kind, number in kinds)}.",
    )


def _kind(barrier: Barrier) -> str:
    category = CATEGORY_BY_CODE.get(barrier.category)
    return category.label if category else "Other"
