"""Who may do what to a barrier. Pure: an identity and a thing, no database."""

from __future__ import annotations

from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transitions import Option, options, update_option
from forum.barriers.models import Affected, Barrier, ConfirmationRequest, QuestionAnswer, Response, Revision
from forum.councils.identity import Identity
from forum.councils.models import Council
from forum.threads.visibility import may_know_author, may_read


def may_report_barrier(identity: Identity) -> bool:
    """Anybody may start a report; publishing it takes a person whose e-mail is confirmed."""
    return identity.person is None or identity.person.suspended_at is None


def may_read_barrier(identity: Identity, barrier: Barrier, *, is_affected: bool = False) -> bool:
    """Public ones: everybody. Council-only ones: its officers, moderators, the author and those affected."""
    return may_read(identity, barrier, is_affected=is_affected)


def may_know_reporter(identity: Identity, barrier: Barrier) -> bool:
    """The name of a group that asked not to be named is for itself and for moderators; not for the council."""
    return may_know_author(identity, barrier)


def may_know_affected(identity: Identity, affected: Affected) -> bool:
    """The same for each group that was affected too."""
    return not affected.is_nameless or identity.is_moderator or identity.person_id == affected.person_id


def may_add_affected(identity: Identity, barrier: Barrier) -> bool:
    """Whoever reads it may say that it affects them too, until it is withdrawn, hidden or locked."""
    open_to_words = barrier.is_in_sight and barrier.locked_at is None
    its_council = identity.is_officer_of(barrier.council_id)
    return open_to_words and not its_council and barrier.state != State.WITHDRAWN


def may_edit_affected(identity: Identity, affected: Affected) -> bool:
    """One's own words alone."""
    return identity.person_id is not None and identity.person_id == affected.person_id


def may_withdraw_affected(identity: Identity, affected: Affected) -> bool:
    """One's own; the reporter's goes with the barrier."""
    return (
        may_edit_affected(identity, affected) and not affected.is_reporter and affected.withdrawn_at is None
    )


def may_withdraw_barrier(identity: Identity, barrier: Barrier) -> bool:
    """The reporter may take a barrier back; it stays counted."""
    own = identity.person_id is not None and identity.person_id == barrier.author_id
    return own and barrier.state != State.WITHDRAWN


def response_options(identity: Identity, barrier: Barrier) -> tuple[Option, ...]:
    """List what somebody may say on a barrier now: a progress update first, where they may give one."""
    role, state = role_on(identity, barrier), State(barrier.state)
    update = update_option(role, state)
    return (*((update,) if update else ()), *(one for one in options(role, state) if one.kind))


def role_on(identity: Identity, barrier: Barrier, *, is_affected: bool = False) -> Role:
    """Return as whom somebody acts on a barrier: for its council before for themselves, for themselves before the site."""
    if identity.is_officer_of(barrier.council_id):
        return Role.LEAD if identity.is_lead_of(barrier.council_id) else Role.OFFICER
    if identity.person_id is None:
        return Role.VISITOR
    if identity.person_id == barrier.author_id:
        return Role.REPORTER
    if is_affected:
        return Role.AFFECTED
    if identity.is_moderator:
        return Role.ADMINISTRATOR if identity.is_administrator else Role.MODERATOR
    return Role.MEMBER


def may_respond(identity: Identity, barrier: Barrier) -> bool:
    """The officers of its council, while it is neither withdrawn nor hidden."""
    stands = barrier.is_in_sight and barrier.state != State.WITHDRAWN
    return stands and identity.is_officer_of(barrier.council_id)


def may_take_question_back(identity: Identity, barrier: Barrier) -> bool:
    """The officers of its council, while the question waits for an answer."""
    return may_respond(identity, barrier) and barrier.state == State.NEEDS_INFO


def may_correct_response(identity: Identity, barrier: Barrier, response: Response) -> bool:
    """Whoever gave this official word, and a lead of the council, until it is taken back; while they may answer at all."""
    own = identity.person_id is not None and identity.person_id == response.person_id
    said_here = response.barrier_id == barrier.id and response.taken_back_at is None
    return said_here and may_respond(identity, barrier) and (own or identity.is_lead_of(barrier.council_id))


def may_correct_question_answer(identity: Identity, barrier: Barrier, answer: QuestionAnswer) -> bool:
    """Whoever gave this answer to the council's question, until it is withdrawn, or the barrier withdrawn, hidden or locked."""
    own = identity.person_id is not None and identity.person_id == answer.person_id
    said_here = answer.barrier_id == barrier.id and answer.taken_back_at is None
    open_to_words = barrier.is_in_sight and barrier.locked_at is None
    return own and said_here and open_to_words and barrier.state != State.WITHDRAWN


def may_read_withdrawn_answer(identity: Identity, answer: QuestionAnswer, *, is_nameless: bool) -> bool:
    """The words of a withdrawn answer are earlier words: see may_read_revision."""
    own = identity.person_id is not None and identity.person_id == answer.person_id
    return not is_nameless or identity.is_moderator or own


def may_correct_report(identity: Identity, barrier: Barrier) -> bool:
    """The reporter alone, until it is withdrawn, hidden or locked."""
    own = identity.person_id is not None and identity.person_id == barrier.author_id
    open_to_words = barrier.is_in_sight and barrier.locked_at is None
    return own and open_to_words and barrier.state != State.WITHDRAWN


def may_read_revision(identity: Identity, revision: Revision, *, is_nameless: bool) -> bool:
    """Everybody who reads the barrier; earlier words of who asked not to be named, only themselves and moderators.

    Such words may have been corrected because they named somebody.
    """
    if not is_nameless:
        return True
    return identity.is_moderator or (
        identity.person_id is not None and identity.person_id == revision.person_id
    )


def may_keep_notes(identity: Identity, barrier: Barrier) -> bool:
    """Notes are for the officers of its council, to write and to read; moderators do not see them."""
    return identity.is_officer_of(barrier.council_id)


def may_assign_barrier(identity: Identity, barrier: Barrier) -> bool:
    """Any officer of its council may say who there deals with it."""
    return identity.is_officer_of(barrier.council_id)


def may_link_barrier(identity: Identity, barrier: Barrier) -> bool:
    """Any officer of its council may say that it is the same as another one there, and take that back."""
    return identity.is_officer_of(barrier.council_id)


def may_see_inbox(identity: Identity, council: Council) -> bool:
    """The officers of the council, its leads among them."""
    return identity.is_officer_of(council.id)


def may_answer_question(identity: Identity, barrier: Barrier, *, is_affected: bool = False) -> bool:
    """The reporter, or anybody it affects, while the council waits for an answer."""
    asked = barrier.state == State.NEEDS_INFO and barrier.is_in_sight
    own = identity.person_id is not None and identity.person_id == barrier.author_id
    return asked and (own or (is_affected and identity.person_id is not None))


def may_reopen_kept(identity: Identity, barrier: Barrier) -> bool:
    """Moderators, once enough new groups met a rule that stays; how many is the life cycle's to say."""
    return identity.is_moderator and barrier.state == State.KEPT


def may_confirm_removal(identity: Identity, request: ConfirmationRequest) -> bool:
    """Whoever was asked; the mailed link speaks for them without signing in."""
    return identity.person_id is not None and identity.person_id == request.affected.person_id
