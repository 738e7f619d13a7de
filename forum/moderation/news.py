"""What people besides the author are told of decisions: those who reported a post, and the organisers of the group it spoke for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from forum.accounts.models import Person
from forum.core.urls import with_host
from forum.groups.queries import list_organisers
from forum.moderation.decision_words import reason_words, told
from forum.moderation.models import ModerationAct, ReportedPost
from forum.moderation.queries.decisions import get_act
from forum.moderation.queries.reports import get_case, list_reporters
from forum.moderation.things import find_thing, noun_of, thread_of
from forum.notifications.actions import notify
from forum.notifications.models import WhyTold
from forum.threads.models import Thread
from forum.threads.news import News, Topic, Topics

SETTLED, ABOUT_GROUP = "report_settled", "group_moderated"


@dataclass(frozen=True, slots=True)
class SettledParams:
    """Of a report: whether a moderator acted."""

    acted: bool


@dataclass(frozen=True, slots=True)
class AboutGroupParams:
    """Of a decision about what was said for a group: its code, and what it was about."""

    verb: str
    noun: str


def tell_reporters(case: ReportedPost) -> None:
    """Tell everybody who reported a post with an account what came of it, once."""
    for reporter in list_reporters(case):
        if not reporter.is_system:
            params = SettledParams(acted=case.was_acted_on)
            notify(person=reporter, kind=SETTLED, about=case.id, reason=WhyTold.NOTICE, params=params)


def tell_organisers(act: ModerationAct, thread: Thread, *, by: Person) -> None:
    """Tell the organisers of a group what was decided about a post in its name; not of one that does not show the name."""
    if thread.group_id is None or thread.is_nameless or thread.name_taken_back_at is not None:
        return
    params = AboutGroupParams(verb=act.verb, noun=noun_of(act.thing, thread))
    for organiser in list_organisers(thread.group_id):
        if organiser.id not in {act.author_id, by.id}:
            notify(person=organiser, kind=ABOUT_GROUP, about=act.id, reason=WhyTold.NOTICE, params=params)


def _settled(number: int) -> News | None:
    case = get_case(number)
    if case is None:
        return None
    thread = thread_of(find_thing(case.thing))
    words = {
        "noun": noun_of(case.thing, thread),
        "is_thread": case.comment_id is None,
        "title": thread.title if thread else "",
        "acted": case.was_acted_on,
        "address": with_host(_public_log(None)),
    }
    return News("moderation-report-settled", f"report:{number}", None, words)


def _about_group(number: int) -> News | None:
    act = get_act(number)
    thread = thread_of(find_thing(act.thing)) if act else None
    if act is None or thread is None or thread.group is None:
        return None
    words = {
        "group": thread.group,
        "did": _did(act.verb, noun_of(act.thing, thread)),
        "title": thread.title,
        "why": reason_words(act.reason_code),
        "address": with_host(_public_log(None)),
    }
    return News("moderation-about-group", f"moderation:{number}", None, words)


def _did(verb: str, noun: str) -> str:
    """Return what a moderator has done, to others than the author: "hidden a barrier"."""
    return told(verb, noun).replace("your ", "a " if noun[:1] not in "aeiou" else "an ", 1)


def _say_settled(given: SettledParams) -> str:
    if given.acted:
        return "A moderator has looked at what you reported, and has acted."
    return "A moderator has looked at what you reported, and found that it can stay as it is."


def _say_about_group(given: AboutGroupParams) -> str:
    return f"A moderator has {_did(given.verb, given.noun)} in the name of your group."


def _public_log(_given: object) -> str:
    return url_for("decisions.public_log")


TOPICS: Topics = {
    SETTLED: Topic(sentence=_say_settled, params=SettledParams, read=_settled, path=_public_log),
    ABOUT_GROUP: Topic(
        sentence=_say_about_group, params=AboutGroupParams, read=_about_group, path=_public_log
    ),
}
