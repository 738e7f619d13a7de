"""What the page of notifications shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.councils.identity import Identity
from forum.follows.followables import name_follows
from forum.notifications.models import Notification
from forum.notifications.queries import Bundle
from forum.notifications.topics import path_of_notice, sentence_of, sentences_of
from forum.threads.kinds import kind_of, path_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBundle:
    """What one person was told about one thread, as the page shows it."""

    number: int
    title: str
    url: str
    label: str
    """The kind of the thread; empty for what is about none."""
    lines: Sequence[str]
    number_more: int
    when: datetime
    is_unread: bool


def shown_bundles(bundles: Sequence[Bundle], identity: Identity) -> list[ShownBundle]:
    """Return bundles in words; one statement for the searches among them."""
    alone = [one.rows[0][0].follow for one in bundles if one.number < 0 and one.rows]
    subjects = name_follows(identity, [follow for follow in alone if follow is not None])
    titles = {number: (subject.title, subject.url) for number, subject in subjects.items()}
    return [_shown(one, titles) for one in bundles if one.rows]


def _shown(bundle: Bundle, titles: dict[int, tuple[str, str]]) -> ShownBundle:
    newest = bundle.rows[0][0]
    title, url = _place(newest, titles)
    sentences, number = sentences_of(bundle.rows)
    return ShownBundle(
        number=bundle.number,
        title=title,
        url=url,
        label=kind_of(newest.thread).label if newest.thread else "",
        lines=[one for one in sentences if one != title],
        number_more=bundle.number_of_rows - number,
        when=newest.created_at,
        is_unread=bundle.number_unread > 0,
    )


def _place(row: Notification, titles: dict[int, tuple[str, str]]) -> tuple[str, str]:
    if row.thread is not None:
        return row.thread.title, path_of(row.thread)
    return titles.get(row.follow_id or 0) or (sentence_of(row), path_of_notice(row))
