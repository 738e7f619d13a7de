"""What questions know of who can help: those like it, and who offers help."""

from __future__ import annotations

from forum.questions.models import Offer, Question
from forum.questions.presenters import offerer_name
from forum.questions.queries.offers import list_offers
from forum.questions.vocabulary import QuestionState
from forum.threads.help import (
    MOST_LOOKED_AT,
    MOST_OF_EACH,
    NEARNESS,
    FeatureHelp,
    HelpList,
    Offered,
    Reasons,
    capitalised,
    cards_with_reasons,
)
from forum.threads.kinds import category_label
from forum.threads.relevance import reason


def find_help(reasons: Reasons) -> FeatureHelp:
    """Find questions like it, and offers of help."""
    questions = reasons.ranked([one for one in reasons.like(Question) if one.state != QuestionState.CLOSED])
    cards = cards_with_reasons(questions, reasons)
    asked = HelpList(heading="What others ask", cards=cards, rank=40, missing="questions")
    return FeatureHelp(lists=(asked,), offers=_offers(reasons))


def _offers(reasons: Reasons) -> list[Offered]:
    """List offers of help with a reason each, the nearest first: in words that were asked for, or with this kind."""
    wanted = reasons.wanted
    if wanted.is_empty:
        return []
    council_id = wanted.council.id if wanted.council else None
    rows = list_offers(topic=wanted.category, council_id=council_id, size=MOST_LOOKED_AT).rows
    shown = [(one, why) for one in rows if (why := _why_offered(one, reasons))]
    shown.sort(key=lambda one: NEARNESS.index(reasons.near(one[0])))
    return [
        Offered(one.words, offerer_name(one), one.council.name if one.council else "", why)
        for one, why in shown[:MOST_OF_EACH]
    ]


def _why_offered(offer: Offer, reasons: Reasons) -> str:
    """Return why an offer is shown; empty where it has nothing of what was asked."""
    topics = [category_label(one.category) for one in offer.topics]
    wanted = reasons.wanted
    words = reasons.words(offer.words, *topics)
    kind = f"helps with {category_label(wanted.category).lower()}" if wanted.category else ""
    if reasons.telling and not (words or kind):
        return ""
    return capitalised(reason(words, kind, reasons.near(offer) or ("" if offer.council_id else "anywhere")))
