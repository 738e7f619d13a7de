"""Who may do what with questions, advice and offers. Pure: a standing and a thing, no database."""

from __future__ import annotations

from forum.councils.identity import Standing
from forum.groups.models import Membership
from forum.questions.models import Match, Offer, Question
from forum.questions.vocabulary import QuestionState
from forum.threads.models import Thread, Visibility
from forum.threads.permissions import may_comment


def may_ask(standing: Standing) -> bool:
    """Anybody may begin; publishing it takes a person whose e-mail is confirmed."""
    return standing.person is None or standing.person.suspended_at is None


def may_ask_about(standing: Standing, thread: Thread) -> bool:
    """What everybody can read; a question is public, and so is what it is about."""
    del standing
    return thread.hidden_at is None and thread.visibility != Visibility.COUNCIL


def may_ask_reporter(standing: Standing, thread: Thread) -> bool:
    """Others than its author: a question to oneself would show who a nameless one is."""
    return may_ask_about(standing, thread) and standing.person_id != thread.author_id


def may_advise(standing: Standing, question: Question) -> bool:
    """Whoever may comment, until it is taken back; also the asker, who may have found the answer."""
    return may_comment(standing, question) and question.state != QuestionState.CLOSED


def may_mark_answer(standing: Standing, question: Question) -> bool:
    """The asker alone says what answered it."""
    return _is_own(standing, question) and question.hidden_at is None and _is_up(question)


def may_tell_what_was_used(standing: Standing, question: Question) -> bool:
    """The asker, once something answered it."""
    return _is_own(standing, question) and question.state == QuestionState.ANSWERED


def may_change_question(standing: Standing, question: Question) -> bool:
    """The asker, until it is locked, hidden or taken back; what breaks the rules is hidden by moderators."""
    stands = question.locked_at is None and question.hidden_at is None and _is_up(question)
    return _is_own(standing, question) and stands


def may_close_question(standing: Standing, question: Question) -> bool:
    """The asker may take it back; the advice that others gave stays."""
    return _is_own(standing, question) and _is_up(question)


def may_offer_help(standing: Standing) -> bool:
    """Whoever is signed in."""
    return standing.person is not None


def may_change_offer(standing: Standing, offer: Offer, membership: Membership | None) -> bool:
    """Whoever made it, the organisers of its group, and moderators; not once it is stopped."""
    own = standing.person_id is not None and standing.person_id == offer.person_id
    organises = membership is not None and membership.is_organiser and membership.group_id == offer.group_id
    return offer.stopped_at is None and (own or organises or standing.is_moderator)


def may_ask_for_help(standing: Standing, question: Question) -> bool:
    """The asker, while the question stands."""
    return _is_own(standing, question) and _is_up(question) and question.hidden_at is None


def may_read_match(standing: Standing, match: Match) -> bool:
    """The two sides alone; not even moderators, for people type their telephone numbers."""
    return standing.person_id is not None and standing.person_id in {match.asker_id, match.offer.person_id}


def may_answer_match(standing: Standing, match: Match) -> bool:
    """Whoever made the offer."""
    return standing.person_id is not None and standing.person_id == match.offer.person_id


def may_take_back_match(standing: Standing, match: Match) -> bool:
    """Whoever asked."""
    return standing.person_id is not None and standing.person_id == match.asker_id


def _is_own(standing: Standing, question: Question) -> bool:
    return standing.person_id is not None and standing.person_id == question.author_id


def _is_up(question: Question) -> bool:
    return question.state != QuestionState.CLOSED
