"""Who may do what with questions, advice and offers. Pure: an identity and a thing, no database."""

from __future__ import annotations

from forum.councils.identity import Identity
from forum.groups.models import Membership
from forum.questions.models import Match, Offer, Question
from forum.questions.vocabulary import QuestionState
from forum.threads.models import Thread
from forum.threads.permissions import may_comment


def may_ask(identity: Identity) -> bool:
    """Anybody may begin; publishing it takes a person whose e-mail is confirmed."""
    return identity.person is None or identity.person.suspended_at is None


def may_ask_about(identity: Identity, thread: Thread) -> bool:
    """What everybody can read; a question is public, and so is what it is about."""
    del identity
    return thread.is_in_sight and not thread.is_council_only


def may_ask_reporter(identity: Identity, thread: Thread) -> bool:
    """Others than its author: a question to oneself would show who a nameless one is."""
    return may_ask_about(identity, thread) and identity.person_id != thread.author_id


def may_advise(identity: Identity, question: Question) -> bool:
    """Whoever may comment, until it is taken back; also the asker, who may have found the answer."""
    return may_comment(identity, question) and question.state != QuestionState.CLOSED


def may_mark_answer(identity: Identity, question: Question) -> bool:
    """The asker alone says what answered it."""
    return _is_own(identity, question) and question.is_in_sight and _is_up(question)


def may_tell_what_was_used(identity: Identity, question: Question) -> bool:
    """The asker, once something answered it."""
    return _is_own(identity, question) and question.state == QuestionState.ANSWERED


def may_change_question(identity: Identity, question: Question) -> bool:
    """The asker, until it is locked, hidden or taken back; what breaks the rules is hidden by moderators."""
    stands = question.locked_at is None and question.is_in_sight and _is_up(question)
    return _is_own(identity, question) and stands


def may_close_question(identity: Identity, question: Question) -> bool:
    """The asker may take it back; the advice that others gave stays."""
    return _is_own(identity, question) and _is_up(question)


def may_offer_help(identity: Identity) -> bool:
    """Whoever is signed in."""
    return identity.person is not None


def may_change_offer(identity: Identity, offer: Offer, membership: Membership | None) -> bool:
    """Whoever made it, the organisers of its group, and moderators; not once it is stopped."""
    own = identity.person_id is not None and identity.person_id == offer.person_id
    organises = membership is not None and membership.is_organiser and membership.group_id == offer.group_id
    return offer.stopped_at is None and (own or organises or identity.is_moderator)


def may_ask_for_help(identity: Identity, question: Question) -> bool:
    """The asker, while the question stands."""
    return _is_own(identity, question) and _is_up(question) and question.is_in_sight


def may_read_match(identity: Identity, match: Match) -> bool:
    """The two sides alone; not even moderators, for people type their telephone numbers."""
    return identity.person_id is not None and identity.person_id in {match.asker_id, match.offer.person_id}


def may_answer_match(identity: Identity, match: Match) -> bool:
    """Whoever made the offer."""
    return identity.person_id is not None and identity.person_id == match.offer.person_id


def may_take_back_match(identity: Identity, match: Match) -> bool:
    """Whoever asked."""
    return identity.person_id is not None and identity.person_id == match.asker_id


def _is_own(identity: Identity, question: Question) -> bool:
    return identity.person_id is not None and identity.person_id == question.author_id


def _is_up(question: Question) -> bool:
    return question.state != QuestionState.CLOSED
