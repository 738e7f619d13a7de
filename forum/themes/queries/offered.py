"""Reads themes as one desk sees them: a council's lead, or the moderators. What they may not read is in no list and no number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.sql.base import ExecutableOption as Load

from forum.barriers.models import Barrier
from forum.barriers.queries.voices import Voice, VoiceCount, count_voices, list_voices
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.identity import Identity
from forum.councils.models import Council
from forum.themes.clustering import FEWEST
from forum.themes.finding import FEWEST_COUNCILS
from forum.themes.models import Theme, ThemeBarrier, ThemeDecision
from forum.themes.queries.candidates import IS_A_CASE
from forum.threads.models import Thread
from forum.threads.visibility import readable

ON_A_PAGE = 10
MOST_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class ReadTheme:
    """A theme with its barriers that one reader may read, those that most groups met first, and their voices."""

    theme: Theme
    barriers: Sequence[Barrier]
    voices: Sequence[Voice]

    @property
    def count(self) -> VoiceCount:
        """How many groups met these barriers."""
        return count_voices(self.voices)

    @property
    def middle(self) -> Barrier | None:
        """The barrier that all others are near; None for whoever may not read it."""
        return next((one for one in self.barriers if one.id == self.theme.middle_id), None)

    @property
    def is_enough(self) -> bool:
        """Return whether it is a theme still, after what was hidden or withdrawn since the night."""
        councils = {one.council_id for one in self.barriers}
        return len(self.barriers) >= FEWEST and len(councils) >= FEWEST_COUNCILS

    def count_of(self, barrier: Barrier) -> VoiceCount:
        """How many groups met one of them."""
        return count_voices(voice for voice in self.voices if voice.barrier_id == barrier.id)

    def of(self, council: Council | None) -> list[Barrier]:
        """Return the barriers of a council; all of them for the moderators."""
        return [one for one in self.barriers if council is None or one.council_id == council.id]


def list_offered(identity: Identity, council: Council | None, cursor: str | None) -> Page[ReadTheme]:
    """List what is offered to a desk, met by most groups first: a council's with a barrier of its own in it."""
    query = select(Theme).where(Theme.is_offered, ~_is_decided(council))
    if council is not None:
        own = select(ThemeBarrier.theme_id).join(Barrier, Barrier.id == ThemeBarrier.barrier_id)
        own = own.where(Thread.council_id == council.id, readable(identity), *IS_A_CASE)
        query = query.where(Theme.id.in_(own))
    page = page_of(query, by=(Theme.number_of_groups, Theme.id), cursor=cursor, size=ON_A_PAGE)
    shown = [one for one in _read(page.rows, identity, lazyload(Barrier.tags)) if one.is_enough]
    return Page(shown, page.previous, page.next)


def find_theme(number: int, identity: Identity, council: Council | None) -> ReadTheme | None:
    """Read a theme that a desk may see; None where too little of it is left for this reader, or none of their council's."""
    theme = db.session.get(Theme, number)
    if theme is None:
        return None
    found = _read([theme], identity, selectinload(Barrier.tags))[0]
    return found if found.is_enough and found.of(council) else None


def find_decision(theme: Theme, council: Council | None) -> ThemeDecision | None:
    """Return what holds for a desk: what was decided for it, or for all; the newest."""
    standing = select(ThemeDecision).where(ThemeDecision.theme_id == theme.id, _holds_for(council))
    return db.session.scalars(standing.order_by(ThemeDecision.id.desc())).first()


def get_decision(number: int) -> ThemeDecision | None:
    """Read a decision with the council that it holds for."""
    return db.session.get(ThemeDecision, number, options=[joinedload(ThemeDecision.council)])


def list_decisions(council: Council | None) -> Sequence[ThemeDecision]:
    """List the last decisions of a desk that stand, newest first."""
    own = ThemeDecision.council_id == council.id if council else ThemeDecision.council_id.is_(None)
    query = select(ThemeDecision).where(own, ThemeDecision.undone_at.is_(None))
    query = query.options(joinedload(ThemeDecision.theme), joinedload(ThemeDecision.person))
    return db.session.scalars(query.order_by(ThemeDecision.id.desc()).limit(MOST_DECISIONS)).all()


def _holds_for(council: Council | None) -> ColumnElement[bool]:
    for_all = ThemeDecision.council_id.is_(None)
    whose = for_all if council is None else or_(for_all, ThemeDecision.council_id == council.id)
    return whose & ThemeDecision.undone_at.is_(None)


def _is_decided(council: Council | None) -> ColumnElement[bool]:
    standing = select(ThemeDecision.id).where(ThemeDecision.theme_id == Theme.id, _holds_for(council))
    return standing.exists()


def _read(themes: Sequence[Theme], identity: Identity, tags: Load) -> list[ReadTheme]:
    """Read the barriers and the voices of several themes: two statements, however many; `tags` says how those are loaded."""
    numbers = [theme.id for theme in themes]
    query = (
        select(ThemeBarrier.theme_id, Barrier)
        .join(Barrier, Barrier.id == ThemeBarrier.barrier_id)
        .where(ThemeBarrier.theme_id.in_(numbers), readable(identity), *IS_A_CASE)
        .options(joinedload(Barrier.council), tags)
        .order_by(Barrier.number_of_affected.desc(), Barrier.id)
    )
    barriers: defaultdict[int, list[Barrier]] = defaultdict(list)
    for theme_id, barrier in db.session.execute(query).tuples() if numbers else ():
        barriers[theme_id].append(barrier)
    every = sorted({one.id for these in barriers.values() for one in these})
    voices: defaultdict[int, list[Voice]] = defaultdict(list)
    for voice in list_voices(every):
        voices[voice.barrier_id].append(voice)
    return [
        ReadTheme(
            theme, barriers[theme.id], [voice for one in barriers[theme.id] for voice in voices[one.id]]
        )
        for theme in themes
    ]
