"""How offers and requests for help are told on pages and in mails. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.codes import ByCode
from forum.core.formatting import duration
from forum.groups.display_names import speaker_name
from forum.questions.models import Match, Offer
from forum.questions.mutual_consent import LASTS, MatchState

MATCH_WORDS: dict[MatchState, str] = ByCode(
    {
        MatchState.ASKED: "Waiting for their answer",
        MatchState.AGREED: "They said yes",
        MatchState.DECLINED: "They cannot help at the moment",
        MatchState.TAKEN_BACK: "You withdrew this",
        MatchState.EXPIRED: f"No answer in {duration(LASTS)}",
    }
)


def offerer_name(offer: Offer) -> str:
    """Name who offers: the group, or the person where there is none."""
    return speaker_name(offer.group, offer.person.name, offer.name_taken_back_at)


def offer_place(offer: Offer) -> str:
    """Say where an offer is good for."""
    if offer.council is None:
        return "Anywhere"
    return f"{offer.area.name}, {offer.council.name}" if offer.area else offer.council.name


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """What a list shows of an offer; for one question also why it fits, and what came of asking."""

    number: int
    name: str
    url: str
    words: str
    place: str
    topics: Sequence[str]
    left: int
    is_paused: bool
    why: Sequence[str] = ()
    past: tuple[str, str] | None = None
    match: Match | None = None


def offer_card(offer: Offer, left: int) -> OfferCard:
    """Gather what a list shows of an offer."""
    group = offer.group
    return OfferCard(
        number=offer.id,
        name=offerer_name(offer),
        url=url_for("group_pages.group", number=group.id, slug=group.slug) if group else "",
        words=offer.words,
        place=offer_place(offer),
        topics=[
            CATEGORY_BY_CODE[one.category].label for one in offer.topics if one.category in CATEGORY_BY_CODE
        ],
        left=left,
        is_paused=offer.paused_at is not None,
    )
