"""What was said in a group's name leads to a mail to its organisers; what was said without a name does not."""

from __future__ import annotations

from typing import Any

from flask import url_for

from forum.accounts.models import Person
from forum.core import events
from forum.core.codes import ByCode
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.urls import absolute_url, with_host
from forum.groups.events import ResourceListed
from forum.groups.models import Group
from forum.groups.queries import list_organisers
from forum.groups.resources import get_resource
from forum.threads.emails import write_to_person
from forum.threads.events import StatementRetracted
from forum.threads.kinds import path_of
from forum.threads.models import GroupStatementRetraction, StatementKind, Thread


def register() -> None:
    """Listen to what is listed in the name of groups, and to what is taken back."""
    events.subscribe(StatementRetracted, notify_of_taking_back)
    events.subscribe(ResourceListed, notify_of_resource)


def notify_of_resource(event: ResourceListed) -> None:
    """Someone listed what a group can lend or needs."""
    listed = event.resource
    payload = {"group": listed.group_id, "resource": listed.id, "by": event.by.id}
    enqueue("tell_of_resource", payload | {"what": "listed something to lend or to find"})


def notify_organisers(
    *, thread: Thread, group_id: int | None, what: str, by_id: int | None = None, key: str = ""
) -> None:
    """Have the organisers of a group told of what was said in its name under a thread; `key` tells two such apart."""
    if group_id is None or (by_id is None and thread.is_nameless):
        return
    payload = {"group": group_id, "thread": thread.id, "by": by_id or thread.author_id, "what": what}
    enqueue("tell_of_words_for_group", payload | {"key": key})


def write_of_words(payload: dict[str, Any]) -> None:
    """Write to the organisers of a group of something under a thread, unless that is out of sight."""
    thread = db.session.get(Thread, payload["thread"])
    if thread is not None and thread.is_in_sight:
        key = f"{thread.id}:{payload['key']}" if payload.get("key") else str(thread.id)
        write_about(payload, title=thread.title, path=path_of(thread), key=key)


def write_of_resource(payload: dict[str, Any]) -> None:
    """Write to the organisers of a group of what it lends or needs, while that is listed."""
    listed = get_resource(payload["resource"])
    if listed is None or listed.ended_at is not None:
        return
    number, slug = listed.group_id, listed.group.slug
    path = url_for("group_pages.group", number=number, slug=slug, _anchor="resources")
    write_about(payload, title=listed.words, path=path, key=f"resource:{listed.id}")


def write_about(payload: dict[str, Any], *, title: str, path: str, key: str) -> None:
    """Write to the organisers of a group, other than whoever said it."""
    group, by = db.session.get(Group, payload["group"]), db.session.get(Person, payload["by"])
    if group is None or by is None:
        return
    words = {"group": group, "who": by.name, "what": payload["what"], "title": title}
    words |= {
        "address": with_host(path),
        "said": absolute_url("group_words.said", number=group.id),
        "members": absolute_url("groups.members", number=group.id),
    }
    for organiser in list_organisers(group.id):
        if organiser.gets_news and organiser.id != by.id:
            write_to_person(
                "groups-spoke", person=organiser, key=f"for-group:{group.id}:{key}:{by.id}", **words
            )


def notify_of_taking_back(event: StatementRetracted) -> None:
    """Whoever said it, and the organisers, hear that it was taken back."""
    enqueue("tell_of_words_taken_back", {"record": event.record.id})


def write_of_taking_back(payload: dict[str, Any]) -> None:
    """Write to whoever said it, news wanted or not: it is about their own words; and to the group's organisers."""
    record = db.session.get(GroupStatementRetraction, payload["record"])
    if record is None:
        return
    words = {
        "group": record.group,
        "title": record.title,
        "what": WHAT_WORDS[StatementKind(record.kind)],
        "by": record.taken_back_by.name if record.taken_back_by else "An organiser",
        "who": record.author.name if record.author else "Someone",
        "address": with_host(path_of(record.thread) if record.thread else url_for("offers.offers")),
        "said": absolute_url("group_words.said", number=record.group_id),
    }
    key = f"taken-back:{record.id}"
    if record.author is not None and record.author.suspended_at is None:
        write_to_person("groups-words-not-yours", person=record.author, key=key, **words)
    for organiser in list_organisers(record.group_id):
        if organiser.gets_news and organiser.id != record.author_id:
            write_to_person("groups-words-taken-back", person=organiser, key=key, **words)


WHAT_WORDS = ByCode(
    {
        StatementKind.THREAD: "what was posted",
        StatementKind.STATEMENT: "the statement “this affects us too”",
        StatementKind.CONFIRMATION: "the answer to the council’s claim",
        StatementKind.ADVICE: "the advice",
        StatementKind.OFFER: "the offer of help",
    }
)
