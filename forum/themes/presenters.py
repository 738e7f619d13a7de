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
from forum.search.meaning.encoder import LONGEST_READ
from forum.themes.queries.offered import ReadTheme

MOST_KINDS = 3
_NO_WORDS = "said in different words"


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """What a list shows of a theme."""

    number: int
    name: str
    heading: str
    facts: str
    example: str


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
    """Say what a theme is about, how many groups in how many councils met it, and under which kinds it stands."""
    middle = read.middle or read.barriers[0]
    return ThemeLine(read.theme.id, name_of(read.theme.words), _heading(read), _facts(read), middle.title)


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


def _heading(read: ReadTheme) -> str:
    councils = count(len({one.council_id for one in read.barriers}), "council")
    return f"{count(read.count.groups, 'group')} in {councils}: {name_of(read.theme.words)}"


def _facts(read: ReadTheme) -> str:
    nameless = read.count.nameless
    apart = f", {nameless} of the groups without a name" if nameless else ""
    return f"{count(len(read.barriers), 'barrier')}{apart}. Filed under {_kinds(read)}."


def _groups(counted: VoiceCount) -> str:
    nameless = f" ({counted.nameless} without a name)" if counted.nameless else ""
    return f"{count(counted.groups, 'group')}{nameless}"


def reasons(read: ReadTheme) -> list[str]:
    """Say why these barriers are thought to be alike: the middle, the words, and the kinds under which they stand apart."""
    said = Counter(
        term for one in read.barriers for term in set(terms(f"{one.title}\n{one.body[:LONGEST_READ]}"))
    )
    words = [f"{quoted(word)} in {said[term]}" for word in read.theme.words for term in terms(word)[:1]]
    found = [f"Each says much the same as {quoted(read.middle.title)}."] if read.middle else []
    if words:
        found.append(
            f"Of these {len(read.barriers)} barriers, they say {', '.join(words)}. Others seldom do."
        )
    return [
        *found,
        "They are filed apart: most share no tag, no case, and no kind with one owner of the rule.",
    ]


def _kinds(read: ReadTheme) -> str:
    kinds = Counter(map(_kind, read.barriers)).most_common(MOST_KINDS)
    return ", ".join(f"{kind} ({number})" for kind, number in kinds)


def _kind(barrier: Barrier) -> str:
    category = CATEGORY_BY_CODE.get(barrier.category)
    return category.label if category else "Other"
