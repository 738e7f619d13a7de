"""What holds a post, and why. Pure: facts and limits in, reasons out; a reason is a code with its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

Reason = dict[str, Any]
"""A code under "code", and what its sentence needs."""


class Holds(StrEnum):
    """Why a post waits for a moderator."""

    LINKS = "links"
    ADDRESSES = "addresses"
    MOST_LINKS = "most_links"
    MOST_ADDRESSES = "most_addresses"
    LISTED = "listed"
    TOO_QUICK = "too_quick"
    UNSIGNED = "unsigned"
    TRAP = "trap"
    SAME_TEXT = "same_text"
    SAME_LINK = "same_link"
    SAME_NETWORK = "same_network"
    MANY_POSTS = "many_posts"
    BUSY = "busy"
    BLOCKED_NETWORK = "blocked_network"
    BLOCKED_DOMAIN = "blocked_domain"


BRAKES = frozenset({Holds.MANY_POSTS, Holds.BUSY})
"""What says something about the hour alone, and nothing about the post."""
WAVES = frozenset({Holds.SAME_TEXT, Holds.SAME_LINK, Holds.SAME_NETWORK})
"""What only shows with the third: the ones before it are called back too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From what on a post waits, as this site is set."""

    new_person_links: int
    new_person_addresses: int
    most_links: int
    most_addresses: int
    minimum_time: timedelta
    wave: int
    posts_an_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one post."""

    is_new: bool
    """Whether its author is new here."""
    is_first_day: bool = True
    """Whether their account is so young that the speed of a post says something: programs post as soon as they can."""
    number_of_links: int = 0
    number_of_addresses: int = 0
    listed: Sequence[str] = ()
    took: timedelta | None = None
    is_timed: bool = False
    is_trapped: bool = False
    same_text: int = 1
    """How many posts by new people say the same or nearly so, this one among them."""
    same_link: int = 1
    """How many new people linked to the same site."""
    linked: str = ""
    same_network: int = 1
    """How many new people posted from the same network."""
    posts_this_hour: int = 1
    """How many posts by new people there were in the hour before, this one among them."""
    is_busy: bool = False
    """Whether many people have joined within ten minutes."""
    posts_just_now: int = 1
    """How many posts by new people there were in these ten minutes, this one among them."""
    blocked_network: bool = False
    blocked_domain: bool = False


def decide(facts: Facts, limits: Limits) -> list[Reason]:
    """Return every reason to hold a post; an empty list lets it through."""
    reasons = list(_for_everybody(facts, limits))
    return [*reasons, *_for_new_people(facts, limits)] if facts.is_new else reasons


def _for_everybody(facts: Facts, limits: Limits) -> Iterator[Reason]:
    if facts.listed:
        yield {"code": Holds.LISTED, "words": list(facts.listed)}
    if facts.number_of_links > limits.most_links:
        yield {"code": Holds.MOST_LINKS, "number": facts.number_of_links}
    if facts.number_of_addresses > limits.most_addresses:
        yield {"code": Holds.MOST_ADDRESSES, "number": facts.number_of_addresses}


def _for_new_people(facts: Facts, limits: Limits) -> Iterator[Reason]:
    if limits.new_person_links < facts.number_of_links <= limits.most_links:
        yield {"code": Holds.LINKS, "number": facts.number_of_links}
    if limits.new_person_addresses < facts.number_of_addresses <= limits.most_addresses:
        yield {"code": Holds.ADDRESSES, "number": facts.number_of_addresses}
    yield from _how_it_came(facts, limits)
    yield from _what_is_like_it(facts, limits)


def _how_it_came(facts: Facts, limits: Limits) -> Iterator[Reason]:
    if facts.is_trapped:
        yield {"code": Holds.TRAP}
    if facts.is_timed and facts.is_first_day and limits.minimum_time:
        if facts.took is None:
            yield {"code": Holds.UNSIGNED}
        elif facts.took < limits.minimum_time:
            yield {"code": Holds.TOO_QUICK, "seconds": max(0, int(facts.took.total_seconds()))}
    if facts.blocked_network:
        yield {"code": Holds.BLOCKED_NETWORK}
    if facts.blocked_domain:
        yield {"code": Holds.BLOCKED_DOMAIN}


def _what_is_like_it(facts: Facts, limits: Limits) -> Iterator[Reason]:
    if facts.same_text >= limits.wave:
        yield {"code": Holds.SAME_TEXT, "number": facts.same_text}
    if facts.same_link >= limits.wave:
        yield {"code": Holds.SAME_LINK, "number": facts.same_link, "site": facts.linked}
    if facts.same_network >= limits.wave:
        yield {"code": Holds.SAME_NETWORK, "number": facts.same_network}
    if limits.posts_an_hour and facts.posts_this_hour > limits.posts_an_hour:
        yield {"code": Holds.MANY_POSTS, "number": facts.posts_this_hour}
    if facts.is_busy and facts.is_first_day and facts.posts_just_now >= limits.wave:
        yield {"code": Holds.BUSY}
