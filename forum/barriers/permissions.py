"""Who may do what to a barrier. Pure: a standing and a thing, no database."""

from __future__ import annotations

from forum.barriers.lifecycle import State
from forum.barriers.models import Affected, Barrier
from forum.councils.standing import Standing
from forum.threads.models import Visibility


def may_report_barrier(standing: Standing) -> bool:
    """Anybody may start a report; publishing it takes a person whose e-mail is confirmed."""
    return standing.person is None or standing.person.suspended_at is None


def may_read_barrier(standing: Standing, barrier: Barrier, *, is_affected: bool = False) -> bool:
    """Public ones: everybody. Council-only ones: its officers, moderators, the author and those affected."""
    its_own = is_affected or standing.person_id == barrier.author_id
    if barrier.hidden_at is not None:
        return standing.is_moderator or standing.person_id == barrier.author_id
    if barrier.visibility != Visibility.COUNCIL:
        return True
    return its_own or standing.is_moderator or standing.is_officer_of(barrier.council_id)


def may_know_reporter(standing: Standing, barrier: Barrier) -> bool:
    """The name of a group that asked not to be named is for itself and for moderators; not for the council."""
    return not barrier.is_nameless or standing.is_moderator or standing.person_id == barrier.author_id


def may_know_affected(standing: Standing, affected: Affected) -> bool:
    """The same for each group that was affected too."""
    return not affected.is_nameless or standing.is_moderator or standing.person_id == affected.person_id


def may_add_affected(standing: Standing, barrier: Barrier) -> bool:
    """Whoever reads it may say that it affects them too, until it is withdrawn, hidden or locked."""
    open_to_words = barrier.hidden_at is None and barrier.locked_at is None
    its_council = standing.is_officer_of(barrier.council_id)
    return open_to_words and not its_council and barrier.state != State.WITHDRAWN


def may_edit_affected(standing: Standing, affected: Affected) -> bool:
    """One's own words alone."""
    return standing.person_id is not None and standing.person_id == affected.person_id


def may_withdraw_affected(standing: Standing, affected: Affected) -> bool:
    """One's own; the reporter's goes with the barrier."""
    return (
        may_edit_affected(standing, affected) and not affected.is_reporter and affected.withdrawn_at is None
    )


def may_withdraw_barrier(standing: Standing, barrier: Barrier) -> bool:
    """The reporter may take a barrier back; it stays counted."""
    own = standing.person_id is not None and standing.person_id == barrier.author_id
    return own and barrier.state != State.WITHDRAWN
