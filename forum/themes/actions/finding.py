"""What the worker does each night: it looks for themes, and writes down which are new, which stay and which are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from forum.barriers.queries.voices import Voice, count_voices, list_voices
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.outbox import enqueue_nightly
from forum.core.settings import settings
from forum.search.current import meaning
from forum.themes.finding import FoundTheme, find_themes
from forum.themes.matching import same_themes
from forum.themes.models import Theme, ThemeBarrier, ThemeDecision
from forum.themes.queries.candidates import list_candidates

FIND = "find_themes"
HOUR = 4  # in the night, on the clock of the United Kingdom
MOST_OFFERED = 50


class RankedTheme(NamedTuple):
    """A theme, and how many groups met it for certain."""

    number_of_groups: int
    found: FoundTheme


def find_and_store() -> int:
    """Look for themes among all barriers; returns how many are offered. Nothing where meanings are not known."""
    db.session.rollback()
    index = meaning()
    if index is None:
        return 0
    ranked = rank(find_themes(list_candidates(index.encoder)))
    with transaction():
        return store(ranked)


def rank(found: Sequence[FoundTheme]) -> list[RankedTheme]:
    """Leave out what too few groups met, and put first what most groups met."""
    voices: defaultdict[int, list[Voice]] = defaultdict(list)
    for voice in list_voices([number for one in found for number in one.public_ids]):
        voices[voice.barrier_id].append(voice)
    counted = [
        RankedTheme(count_voices(voice for number in one.public_ids for voice in voices[number]).certain, one)
        for one in found
    ]
    enough = [one for one in counted if one.number_of_groups >= settings().recurrence_groups]
    return sorted(enough, key=lambda one: (-one.number_of_groups, min(one.found.public_ids)))


def store(ranked: Sequence[RankedTheme]) -> int:
    """Offer the first of these themes that nobody has decided on for all; returns how many."""
    settled = _settled()
    same = same_themes([frozenset(one.found.public_ids) for one in ranked], _members(), settled)
    db.session.execute(update(Theme).values(is_offered=False))
    offered = [(one, number) for one, number in zip(ranked, same, strict=True) if number not in settled][
        :MOST_OFFERED
    ]
    for one, number in offered:
        _offer(one, number)
    decided = select(ThemeDecision.theme_id)
    db.session.execute(delete(Theme).where(Theme.is_offered.is_(False), Theme.id.not_in(decided)))
    return len(offered)


def enqueue_finding() -> None:
    """Write down the next night's work, once."""
    enqueue_nightly(FIND, HOUR)


def _settled() -> frozenset[int]:
    """Return the themes on which a moderator decided for all: their barriers stay those of that day."""
    for_all = select(ThemeDecision.theme_id).where(
        ThemeDecision.council_id.is_(None), ThemeDecision.undone_at.is_(None)
    )
    return frozenset(db.session.scalars(for_all))


def _members() -> Mapping[int, frozenset[int]]:
    members: defaultdict[int, set[int]] = defaultdict(set)
    for theme_id, barrier_id in db.session.execute(select(ThemeBarrier.theme_id, ThemeBarrier.barrier_id)):
        members[theme_id].add(barrier_id)
    return {theme_id: frozenset(barriers) for theme_id, barriers in members.items()}


def _offer(ranked: RankedTheme, number: int | None) -> None:
    now = clock.now()
    theme = db.session.get(Theme, number) if number is not None else None
    if theme is None:
        theme = Theme(first_found_at=now)
        db.session.add(theme)
    theme.words, theme.middle_id = list(ranked.found.words), ranked.found.middle_id
    theme.number_of_groups, theme.is_offered, theme.found_at = ranked.number_of_groups, True, now
    db.session.flush()
    _replace_members(theme.id, (*ranked.found.public_ids, *ranked.found.private_ids))


def _replace_members(theme_id: int, barrier_ids: Iterable[int]) -> None:
    db.session.execute(delete(ThemeBarrier).where(ThemeBarrier.theme_id == theme_id))
    rows = [{"theme_id": theme_id, "barrier_id": number} for number in barrier_ids]
    db.session.execute(insert(ThemeBarrier), rows)
