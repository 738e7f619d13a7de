"""Accepting a theme as a tag or as one case, dismissing it, and undoing that. Each leaves a row in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.duplicates import LinkRefusedError, link_barrier, unlink_barrier
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.audit import write_audit
from forum.core.db import db
from forum.councils.models import Council
from forum.themes.models import Theme, ThemeDecision
from forum.themes.vocabulary import DismissalReason, ThemeVerdict
from forum.threads.actions.tags import set_tags, used_for
from forum.threads.queries import get_tag
from forum.threads.reindex import enqueue_reindex
from forum.threads.tag_names import MOST_TAGS

LEAD = "lead"


class NothingToChangeError(ValueError):
    """A decision that would change no barrier; its message says why."""


def tag_theme(
    *, theme: Theme, council: Council | None, barriers: Sequence[Barrier], name: str, by: Person
) -> ThemeDecision:
    """Give barriers of a theme one tag (a normalised name). Those with as many tags as there may be stay as they are.

    Raises NothingToChangeError when none takes it.
    """
    tag = get_tag(name)
    name = used_for(tag).name if tag is not None else name
    changed = []
    for barrier in barriers:
        names = [tag.name for tag in barrier.tags]
        if name not in names and len(names) < MOST_TAGS:
            _set_tags(barrier, [*names, name])
            changed.append(barrier.id)
    if not changed:
        raise NothingToChangeError(
            f"Each of these barriers has this tag already, or has {MOST_TAGS} tags, which is as many as fit."
        )
    decision = _decide(theme, council, by, ThemeVerdict.TAGGED, changed, tag=name)
    _write_down("tag_theme", decision, by, number=len(changed), tag=name)
    return decision


def merge_theme(
    *, theme: Theme, council: Council, barriers: Sequence[Barrier], main: Barrier, by: Person
) -> ThemeDecision:
    """Deal with a council's barriers of a theme at one of them; those that may not be linked stay as they are.

    Raises NothingToChangeError, with the reason against the last one, when none may.
    """
    changed, reason = [], "There is no other case to merge with it."
    for barrier in barriers:
        if barrier.id == main.id or barrier.same_as_id is not None:
            continue
        try:
            link_barrier(barrier=barrier, main=main, by=by)
        except LinkRefusedError as refused:
            reason = str(refused)
        else:
            changed.append(barrier.id)
    if not changed:
        raise NothingToChangeError(reason)
    decision = _decide(theme, council, by, ThemeVerdict.MERGED, changed, main_id=main.id)
    _write_down("merge_theme", decision, by, thing=f"thread:{main.id}", number=len(changed))
    return decision


def dismiss_theme(
    *, theme: Theme, council: Council | None, number: int, reason: DismissalReason, by: Person
) -> ThemeDecision:
    """Offer a theme of so many barriers no more, to one council or to all."""
    decision = _decide(theme, council, by, ThemeVerdict.DISMISSED, [], reason=reason)
    _write_down("dismiss_theme", decision, by, number=number, reason=reason)
    return decision


def undo_decision(*, decision: ThemeDecision, by: Person) -> None:
    """Take back what a decision changed, as far as nothing has followed it, and offer the theme again. Twice is once."""
    if decision.undone_at is not None:
        return
    changed = select(Barrier).where(Barrier.id.in_(decision.barrier_ids)).order_by(Barrier.id)
    for barrier in db.session.scalars(changed).all():
        names = [tag.name for tag in barrier.tags]
        if decision.verdict == ThemeVerdict.TAGGED and decision.tag in names:
            _set_tags(barrier, [name for name in names if name != decision.tag])
        if decision.verdict == ThemeVerdict.MERGED and barrier.same_as_id == decision.main_id:
            unlink_barrier(barrier=barrier, by=by)
    decision.undone_at = clock.now()
    decision.theme.is_offered = True
    _write_down("undo_theme", decision, by)


def _decide(
    theme: Theme,
    council: Council | None,
    by: Person,
    verdict: ThemeVerdict,
    changed: list[int],
    **more: Any,  # noqa: ANN401  # the other columns
) -> ThemeDecision:
    decision = ThemeDecision(
        theme=theme,
        council=council,
        person=by,
        verdict=verdict,
        barrier_ids=changed,
        decided_at=clock.now(),
        **more,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _write_down(
    verb: str,
    decision: ThemeDecision,
    by: Person,
    thing: str = "",
    **seen: Any,  # noqa: ANN401  # values
) -> None:
    role = by.role if decision.council_id is None else LEAD
    thing = thing or f"theme:{decision.theme_id}"
    write_audit(actor_id=by.id, role=role, verb=verb, thing=thing, **seen)


def _set_tags(barrier: Barrier, names: list[str]) -> None:
    set_tags(thread=barrier, names=names)
    enqueue_reindex(f"thread:{barrier.id}")
