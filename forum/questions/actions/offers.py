"""Offering help, pausing it, stopping it."""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.councils.models import Area, Council
from forum.groups.actions import list_group
from forum.groups.models import Group
from forum.questions.events import HelpOffered
from forum.questions.models import Offer, OfferTopic


def offer_help(
    *,
    person: Person,
    words: str,
    topics: Sequence[str],
    a_month: int,
    group: Group | None = None,
    council: Council | None = None,
    area: Area | None = None,
) -> Offer:
    """Offer help with some kinds of barriers, for so many conversations a month."""
    offer = Offer(
        person=person,
        group=group,
        council=council,
        area=area,
        words=words,
        a_month=a_month,
        created_at=clock.now(),
        topics=[OfferTopic(category=code) for code in dict.fromkeys(topics)],
    )
    db.session.add(offer)
    list_group(group)
    db.session.flush()
    send(HelpOffered(offer=offer))
    return offer


def change_offer(
    *,
    offer: Offer,
    words: str,
    topics: Sequence[str],
    a_month: int,
    council: Council | None,
    area: Area | None,
) -> None:
    """Change what is offered."""
    offer.words, offer.a_month, offer.council, offer.area = words, a_month, council, area
    kept = {one.category: one for one in offer.topics}
    offer.topics = [kept.get(code) or OfferTopic(category=code) for code in dict.fromkeys(topics)]
    db.session.flush()


def pause_offer(*, offer: Offer) -> None:
    """Take an offer out of the lists for a while; requests that wait can still be answered."""
    offer.paused_at = offer.paused_at or clock.now()


def resume_offer(*, offer: Offer) -> None:
    """Resume it."""
    offer.paused_at = None


def stop_offer(*, offer: Offer) -> None:
    """End an offer; what was agreed stays for the two who agreed it."""
    offer.stopped_at = offer.stopped_at or clock.now()
