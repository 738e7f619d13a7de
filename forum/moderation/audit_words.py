"""The sentences of the audit log: a row holds an act's code and its details, and is put into words when it is shown (ADR 35)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any, NamedTuple

from flask import url_for

from forum.accounts.models import BlockKind
from forum.accounts.roles import PLACES
from forum.core.audit import AuditEntry, add_acts
from forum.core.codes import UNKNOWN_LABEL
from forum.core.formatting import count, moment
from forum.core.sentences import parameters_of
from forum.core.text import quoted
from forum.councils.setting_changes import PARTS as COUNCIL_ROLES
from forum.moderation.decision_words import WORDS
from forum.moderation.named_things import Named, SentencePart, name_things, say_thing
from forum.moderation.vocabulary import REASONS, AppealOutcome, ReasonCode, Verb

MOST_NAMED = 3
"""So many of the things that one row is about are named; the others are counted."""
Details = Mapping[str, Any]


class Act(NamedTuple):
    """How an act is called in the list of acts, its sentence, and what its row keeps besides what the sentence takes."""

    label: str
    sentence: str
    kept: frozenset[str] = frozenset()


OTHER_ACTS: Mapping[str, Act] = {
    "settle_report": Act("Looked at a report", "Looked at {thing}, which {reporters:person} had reported, and {acted:acted}.", frozenset({"case"})),
    "decide_appeal": Act("Decided on an appeal", "Decided on {appeal:appeal}: {outcome:outcome}."),
    "join_tags": Act("Made two tags mean the same", "Made the tag {thing} mean {means:quoted}."),
    "part_tags": Act("Let a tag mean itself again", "Let the tag {thing} mean itself again."),
    "tag_theme": Act("Made a theme a tag", "Gave {number:barrier} of a theme the tag {tag:quoted}."),
    "merge_theme": Act("Merged a theme into one case", "Merged {number:barrier} of a theme with {thing}."),
    "dismiss_theme": Act("Dismissed a theme", "Dismissed a theme of {number:barrier}.", frozenset({"reason"})),
    "undo_theme": Act("Undid a decision on a theme", "Undid a decision on {thing}."),
    "retry": Act("Tried failed work again", "Tried failed work again: {kind:work}."),
    "retry_all": Act("Tried all failed work again", "Tried all failed work again: {number:task}."),
    "discard": Act("Discarded failed work", "Discarded failed work: {kind:work}."),
    "discard_all": Act("Discarded all failed work", "Discarded all failed work: {number:task}."),
    "send_restored": Act("Sent the emails from before a restore", "Sent {number:email} from before a restore."),
    "discard_restored": Act("Discarded the emails from before a restore", "Discarded {number:email} from before a restore."),
    "let_posts_through": Act("Let posts through that waited", "Let {number:post} through that waited."),
    "let_group_through": Act("Let a group through that waited", "Let {thing} into the lists, which had waited."),
    "refuse_group": Act("Refused a group that waited", "Kept {thing} out of the lists."),
    "undo_settlement": Act("Undid a decision about posts that waited", "Undid a decision about {number:post} that waited."),
    "block_access": Act("Blocked a network or an email domain", "Blocked {kind:blocked} for {days:day}."),
    "lift_block": Act("Removed a block", "Removed the block of {kind:blocked}."),
    "list_word": Act("Listed a word", "Put {what:quoted} on the list of words with which posts wait."),
    "unlist_word": Act("Removed a word from the list", "Took {what:quoted} off the list of words with which posts wait."),
    "names_seen": Act("Saw hidden names", "Saw hidden names in {things:things}, on the page {page:page}."),
    "invite_staff": Act("Sent an invitation to staff", "Sent {thing} an invitation to be {role:role}."),
    "withdraw_invitation": Act("Withdrew an invitation", "Withdrew the invitation of {thing}."),
    "reset_code": Act("Had someone set up password and code again", "Had {thing} set up password and code again."),
    "recovery_codes_made": Act("Made recovery codes", "{thing} made recovery codes."),
    "recovery_code_used": Act("Signed in with a recovery code", "{thing} signed in with a recovery code."),
    "code_app_changed": Act("Moved sign-in codes to another phone", "{thing} moved sign-in codes to another phone."),
    "role": Act("Changed a role", "Made {thing}, who was {was:role}, {became:role}."),
    "officer_added": Act("Added an officer of a council", "Made {thing} {role:role} of {council:council}."),
    "officer_role": Act("Changed an officer’s role", "Made {thing} {role:role} of {council:council}."),
    "officer_removed": Act("Removed an officer’s access", "Ended the access of {thing}, who was {role:role} of {council:council}."),
    "close_account": Act("Shut an account", "Shut the account of {thing}."),
    "open_account": Act("Opened an account again", "Opened the account of {thing} again."),
    "export": Act("Downloaded a list", "Downloaded a list of {things:things}, from the page {page:page}."),
    "setting": Act("Changed a setting of a council", "Changed a setting of {thing}: {change:change}.", frozenset({"setting"})),
}  # fmt: skip
"""What is no decision about a post or a person. A name is followed by how it is said: one of `_SAID`, or what is counted."""
_OF_DECISIONS: Mapping[Verb, tuple[str, str]] = {
    Verb.REDACT: (", in {number:place}", ""),
    Verb.RESTORE_WORDS: (", in {number:place}", ""),
    Verb.MOVE: (", from {was:council}{was_in:department} to {became:council}{became_in:department}", ""),
    Verb.MERGE: (", {into:thing}", ""),
    Verb.SPLIT: (", from {from:thread} to {to:thread}", "comments"),
    Verb.SUSPEND: (" for {days:day}", ""),
    Verb.HIDE_SINCE: (" ({number:post} since {since:moment})", ""),
    Verb.SHOW_SINCE: (" ({number:post})", ""),
    Verb.REFUSE: (" ({number:post})", ""),
}
"""What the sentences of decisions say besides what was done, and what their rows keep besides."""


def _decision(verb: Verb) -> Act:
    more, kept = _OF_DECISIONS.get(verb, ("", ""))
    sentence = f"{WORDS[verb].public}{more}, because {{reason:reason}}."
    return Act(WORDS[verb].button, sentence, frozenset({"decision", *kept.split()}))


ACTS: Mapping[str, Act] = {**{str(verb): _decision(verb) for verb in Verb}, **OTHER_ACTS}


def details_of(act: Act) -> frozenset[str]:
    """Return what the row of an act holds besides the thing that it was done to."""
    return parameters_of(act.sentence) - {"thing"} | act.kept


add_acts({code: details_of(act) for code, act in ACTS.items()})


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row of the log as people read it."""

    when: datetime
    who: str
    role: str
    sentence: Sequence[SentencePart]


def audit_lines(entries: Sequence[AuditEntry]) -> list[AuditLine]:
    """Return rows in words; names are looked up now, once for all rows."""
    named = name_things({thing for entry in entries for thing in _things_of(entry)})
    return [_line(entry, named) for entry in entries]


def list_acts() -> list[tuple[str, str]]:
    """List what the log can be narrowed to, with what it is called."""
    return [(code, act.label) for code, act in ACTS.items()]


def label_of_act(verb: str) -> str:
    """Return what an act is called; "unknown" for one that no version of ours wrote."""
    return ACTS[verb].label if verb in ACTS else UNKNOWN_LABEL


def sentence_of(entry: AuditEntry, named: Named) -> list[SentencePart]:
    """Return the sentence of a row; what an earlier version wrote with less gets what the act is called."""
    act = ACTS.get(entry.verb)
    values = {"thing": entry.thing, **entry.details}
    try:
        return (
            _fill(act.sentence, values, named)
            if act
            else [SentencePart("Did what this version has no words for.")]
        )
    except (KeyError, ValueError, TypeError):
        label = act.label if act else ""
        return _fill("{label}: {thing}." if entry.thing else "{label}.", values | {"label": label}, named)


def _line(entry: AuditEntry, named: Named) -> AuditLine:
    who = say_thing(f"person:{entry.actor_id}", named).words if entry.actor_id else "the site itself"
    return AuditLine(entry.created_at, who[:1].upper() + who[1:], entry.role, sentence_of(entry, named))


def _fill(template: str, values: Details, named: Named) -> list[SentencePart]:
    """Fill values into a sentence. Raises KeyError where one is missing or has no words."""
    parts: list[SentencePart] = []
    for words, name, said, _ in Formatter().parse(template):
        parts.append(SentencePart(words))
        if name is not None:
            parts += _say(said or name, values[name], named)
    found = [part for part in parts if part.words]
    first = found[0]
    return [SentencePart(first.words[:1].upper() + first.words[1:], first.address), *found[1:]]


def _say(how: str, value: Any, named: Named) -> list[SentencePart]:  # noqa: ANN401  # values
    if how in _SAID:
        return [SentencePart(_SAID[how](value))]
    if how == "things":
        return _list([say_thing(one, named) for one in value])
    if how == "thing":
        return [say_thing(value, named)]
    if how == "appeal":
        return [SentencePart("an appeal", url_for("appeals.appeal", number=value))]
    if how in _NUMBERED:
        return [say_thing(f"{how}:{value}", named) if value else SentencePart(_NUMBERED[how])]
    return [SentencePart(count(value, how))]


def _list(things: Sequence[SentencePart]) -> list[SentencePart]:
    """Name the first few things, and count the others."""
    rest = len(things) - MOST_NAMED
    named = [*things[:MOST_NAMED], *([SentencePart(f"{rest} more")] if rest > 0 else [])]
    between = [SentencePart(", ")] * (len(named) - 2) + [SentencePart(" and ")] if len(named) > 1 else []
    return [part for pair in zip(named, [*between, SentencePart("")], strict=True) for part in pair]


def _things_of(entry: AuditEntry) -> Iterable[str]:
    """Return what must be looked up for a row."""
    yield entry.thing
    yield f"person:{entry.actor_id}"
    act = ACTS.get(entry.verb)
    for _, name, how, _ in Formatter().parse(act.sentence if act else ""):
        value = entry.details.get(name or "")
        if how == "things":
            yield from value or ()
        elif how == "thing":
            yield str(value)
        elif how in _NUMBERED:
            yield f"{how}:{value}"


_NUMBERED: Mapping[str, str] = {"thread": "a post", "council": "no council", "department": "", "change": ""}
"""What is kept by its number, and what is said where there is none."""
_ROLES: Mapping[str, str] = {
    **{str(role): words for role, words in PLACES.items()},
    **COUNCIL_ROLES,
    "": "an officer of a council",
}
_SAID: Mapping[str, Callable[[Any], str]] = {
    "label": str,
    "page": str,
    "quoted": quoted,
    "reason": lambda code: REASONS[ReasonCode(code)],
    "role": _ROLES.__getitem__,
    "person": lambda number: count(number, "person", "people"),
    "acted": lambda acted: "acted on it" if acted else "left it as it was",
    "outcome": {AppealOutcome.UPHELD: "the decision stays", AppealOutcome.OVERTURNED: "the decision was undone"}.__getitem__,
    "blocked": {BlockKind.NETWORK: "a network", BlockKind.DOMAIN: "an email domain"}.__getitem__,
    "work": lambda kind: "an email" if kind == "mail" else str(kind).replace("_", " "),
    "moment": lambda when: moment(datetime.fromisoformat(when)),
}  # fmt: skip
