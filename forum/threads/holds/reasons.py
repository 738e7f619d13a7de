"""The sentences of why a post waits: for moderators in full, for its author without what helps to get round it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forum.core.formatting import count
from forum.threads.holds.rules import Holds, Reason

_FULL: Mapping[str, str] = {
    Holds.LINKS: "New person, and the post has {links}",
    Holds.ADDRESSES: "New person, and the post has {addresses}",
    Holds.MOST_LINKS: "The post has {links}",
    Holds.MOST_ADDRESSES: "The post has {addresses}",
    Holds.LISTED: "Has words from the list: {words}",
    Holds.TOO_QUICK: "Sent {seconds} after the form was opened",
    Holds.UNSIGNED: "Sent by a form that was not ours",
    Holds.TRAP: "Filled in a field that people do not see",
    Holds.SAME_TEXT: "{posts} say the same, or nearly the same",
    Holds.SAME_LINK: "{people} linked to {site}",
    Holds.SAME_NETWORK: "{people} posted from one network within the hour",
    Holds.MANY_POSTS: "More posts by new people this hour than usual ({number})",
    Holds.BUSY: "Many people have joined within ten minutes, and this person is one of them",
    Holds.BLOCKED_NETWORK: "From a network that is blocked",
    Holds.BLOCKED_DOMAIN: "Email address at a domain that is blocked",
}
_FOR_AUTHORS: Mapping[str, str] = {
    Holds.LINKS: "You are new here, and it has {links}.",
    Holds.ADDRESSES: "You are new here, and it has {addresses}.",
    Holds.MOST_LINKS: "It has {links}.",
    Holds.MOST_ADDRESSES: "It has {addresses}.",
    Holds.TOO_QUICK: "It was sent very quickly after the page was opened.",
    Holds.SAME_TEXT: "Other posts say nearly the same.",
    Holds.SAME_NETWORK: "Several new people posted from the same place.",
    Holds.MANY_POSTS: "Many new people are posting at the moment.",
    Holds.BUSY: "Many new people have joined in the last minutes.",
}
OTHERWISE = "We look at some posts before others see them."


def say_reasons(reasons: Sequence[Reason]) -> list[str]:
    """Return the sentences of why a post waits, for moderators."""
    return [_FULL[one["code"]].format(**_words(one)) for one in reasons if one["code"] in _FULL]


def say_to_author(reasons: Sequence[Reason]) -> str:
    """Return one sentence of why a post waits, for whoever wrote it."""
    known = [one for one in reasons if one["code"] in _FOR_AUTHORS]
    return _FOR_AUTHORS[known[0]["code"]].format(**_words(known[0])) if known else OTHERWISE


def _words(reason: Reason) -> dict[str, str]:
    number = int(reason.get("number", 0))
    return {
        "number": str(number),
        "links": count(number, "link"),
        "addresses": count(number, "email address", "email addresses"),
        "posts": count(number, "post"),
        "people": count(number, "new person", "new people"),
        "seconds": count(int(reason.get("seconds", 0)), "second"),
        "words": ", ".join(reason.get("words", ())),
        "site": str(reason.get("site", "")),
    }
