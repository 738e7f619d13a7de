"""What each decision is called: to whom it is about, in the public log, and on the buttons of moderators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from forum.core.codes import ByCode
from forum.moderation.vocabulary import REASONS, ReasonCode, Verb


@dataclass(frozen=True, slots=True)
class VerbWords:
    """`button` is what a moderator presses, `told` goes on after "A moderator has".

    `public` stands in the public log, where {thing} is "a comment" or "someone", and in the audit log, which names it.
    """

    button: str
    told: str
    public: str
    follows: str = ""
    """What it means for the author, who reads this."""
    may_appeal: bool = True


WORDS: Mapping[Verb, VerbWords] = ByCode({
    Verb.HIDE: VerbWords(
        "Hide", "hidden your {noun}", "Hid {thing}", "Only you and the moderators can see it now."
    ),
    Verb.SHOW: VerbWords(
        "Show again", "made your {noun} visible again", "Showed {thing} again", "Everyone can read it again.", may_appeal=False
    ),
    Verb.LOCK: VerbWords(
        "Close to comments", "closed your {noun} to new comments", "Closed {thing} to comments",
        "What is there stays. No one can add a comment.",
    ),
    Verb.UNLOCK: VerbWords(
        "Open to comments", "opened your {noun} to comments again", "Opened {thing} to comments again", may_appeal=False
    ),
    Verb.RETITLE: VerbWords(
        "Change the title", "changed the title of your {noun}", "Changed the title of {thing}",
        "Your own words are as you wrote them.",
    ),
    Verb.REDACT: VerbWords(
        "Remove some words", "removed some words from your {noun}", "Removed some words from {thing}",
        "A note stands where they were. The rest is as you wrote it.",
    ),
    Verb.RESTORE_WORDS: VerbWords(
        "Put the words back", "put words back into your {noun}", "Put words back into {thing}", may_appeal=False
    ),
    Verb.MOVE: VerbWords(
        "Move", "moved your {noun}", "Moved {thing} to where it belongs", "The old address leads to it."
    ),
    Verb.MERGE: VerbWords(
        "Merge with another", "merged your {noun} with another", "Merged {thing} with another of the same",
        "Its comments are there now, and its address leads there.",
    ),
    Verb.UNMERGE: VerbWords("Undo the merge", "undone the merge of your {noun}", "Put {thing} back where it was", may_appeal=False),
    Verb.SPLIT: VerbWords(
        "Split off comments", "moved your {noun} to a question of its own", "Split {thing} off into a question of its own",
        "Your words are as you wrote them.",
    ),
    Verb.SUSPEND: VerbWords(
        "Suspend from posting", "suspended you from posting", "Suspended {thing} from posting",
        "You can still sign in, read everything and download what you wrote.",
    ),
    Verb.END_SUSPENSION: VerbWords(
        "Lift the suspension", "lifted your suspension", "Let {thing} post again before the suspension ended", "You can post again.", may_appeal=False
    ),
    Verb.HIDE_SINCE: VerbWords(
        "Hide everything since", "hidden what you posted", "Hid everything {thing} had posted since a day",
        "Only you and the moderators can see it now.",
    ),
    Verb.SHOW_SINCE: VerbWords(
        "Show all of it again", "made what you posted visible again", "Showed everything of {thing} again that had been hidden together",
        "Everyone can read it again.", may_appeal=False,
    ),
    Verb.REFUSE: VerbWords(
        "Refuse", "decided not to publish your {noun}", "Did not publish {thing}",
        "Only you and the moderators can see it. You can still copy your words.",
    ),
    Verb.HOLD_AGAIN: VerbWords(
        "Undo the refusal", "looked at your {noun} again", "Undid the refusal of {thing}", "It waits for a moderator.", may_appeal=False
    ),
    Verb.LET_THROUGH: VerbWords(
        "Publish after all", "published your {noun} after all", "Published {thing} after all", "Everyone can read it.", may_appeal=False
    ),
}, unknown=VerbWords("", "decided about your {noun}", "Decided about {thing}"))  # fmt: skip


def reason_words(code: str) -> str:
    """Return a reason as it goes on after "because"; empty for rows from before there were codes."""
    return REASONS[ReasonCode(code)] if code in set(ReasonCode) else ""


def reason_label(code: ReasonCode) -> str:
    """Return a reason as it stands by itself, in a list to choose from."""
    return "Another reason" if code == ReasonCode.OTHER else REASONS[code][:1].upper() + REASONS[code][1:]


def told(verb: str, noun: str) -> str:
    """Return what a moderator has done, to whom it is about: "hidden your comment"."""
    return WORDS[cast("Verb", verb)].told.format(noun=noun)


def public_line(verb: str, noun: str) -> str:
    """Return what was done, for everyone: "Hid a comment", "Suspended someone from posting"."""
    return WORDS[cast("Verb", verb)].public.format(thing="someone" if noun == "account" else f"a {noun}")
