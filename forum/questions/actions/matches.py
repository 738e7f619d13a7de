"""Asking one offer for help, and answering: both sides say yes before anything is shared."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.questions.events import HelpAnswered, HelpAskedFor
from forum.questions.models import Match, Offer, Question
from forum.questions.mutual_consent import LASTS, ConsentStep, MatchState, Side, decide
from forum.questions.queries.matches import find_match, is_asked_enough
from forum.questions.queries.offers import count_left


class HelpRefusedError(ValueError):
    """Why somebody cannot be asked, or a request cannot be answered, in a sentence for people."""


def ask_for_help(*, question: Question, offer: Offer, asker: Person, words: str) -> Match:
    """Ask one offer for help with a question, once; `words` are shared only if the other side says yes.

    Raises HelpRefusedError where the offer cannot be asked now, or enough others are.
    """
    _lock(offer, "a_month", "paused_at", "stopped_at")
    known = find_match(question, offer)
    if known is not None:
        return known
    if not offer.stands or count_left([offer])[offer.id] <= 0 or offer.person_id == asker.id:
        raise HelpRefusedError("They have no time left at the moment. Please choose another.")
    if is_asked_enough(question, asker.id):
        raise HelpRefusedError("You have asked several already. Please wait until they answer.")
    match = Match(
        question=question,
        offer=offer,
        asker=asker,
        state=MatchState.ASKED,
        asker_words=words,
        asked_at=clock.now(),
    )
    db.session.add(match)
    db.session.flush()
    enqueue("help_expires", {"match": match.id}, due_at=match.asked_at + LASTS)
    send(HelpAskedFor(match=match))
    return match


def agree_to_help(*, match: Match, words: str) -> None:
    """Accept: now each side reads what the other typed for it. Raises HelpRefusedError when it is too late."""
    _lock(match.offer, "a_month")  # two yeses at once count one after the other
    _lock(match, "state", "asker_words")
    if match.state == MatchState.ASKED and count_left([match.offer])[match.offer_id] <= 0:
        raise HelpRefusedError(
            "You have agreed to as many conversations as you offer a month. Change your offer first."
        )
    _move(match, Side.OFFERER, ConsentStep.AGREE)
    match.offerer_words = words
    send(HelpAnswered(match=match))


def decline_to_help(*, match: Match) -> None:
    """Decline: only the asker hears of it. Raises HelpRefusedError when it is too late."""
    _lock(match, "state", "asker_words")
    _move(match, Side.OFFERER, ConsentStep.DECLINE)
    send(HelpAnswered(match=match))


def take_back_request(*, match: Match) -> None:
    """The asker no longer needs it. Raises HelpRefusedError when it was answered already."""
    _lock(match, "state", "asker_words")
    _move(match, Side.ASKER, ConsentStep.TAKE_BACK)


def expire_request(*, match: Match) -> None:
    """Thirty days without an answer: it ends, silently. One that was answered stays as it is."""
    target = decide(
        current=MatchState(match.state),
        side=Side.SYSTEM,
        move=ConsentStep.EXPIRE,
        asked_at=match.asked_at,
        now=clock.now(),
    )
    if target is not None:
        match.state, match.asker_words = target, ""


def _lock(row: Match | Offer, *columns: str) -> None:
    """Hold one row till the end, and read these columns anew; no joined rows, which PostgreSQL does not lock."""
    db.session.refresh(row, columns, with_for_update=True)


def _move(match: Match, side: Side, move: ConsentStep) -> None:
    target = decide(
        current=MatchState(match.state), side=side, move=move, asked_at=match.asked_at, now=clock.now()
    )
    if target is None:
        raise HelpRefusedError("This request was answered already, or it is too old.")
    match.state, match.answered_at = target, clock.now()
    if target != MatchState.AGREED:
        match.asker_words = ""  # typed for somebody who will not read it
