"""How posts that wait stand on the moderators' page: by waves, each with what its posts have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.core.formatting import count
from forum.core.text import excerpt, plain
from forum.threads.holds.models import Hold, Settlement, Verdict
from forum.threads.holds.queries import count_waves, list_open_holds, list_settlements
from forum.threads.holds.reasons import say_reasons
from forum.threads.holds.rules import BRAKES
from forum.threads.kinds import path_of
from forum.threads.models import HeldStatement

LONGEST_SHOWN = 280
MOST_NETWORKS = 3
ALONE = 0
"""The number of the group of those that came alone."""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One post that waits, as moderators see it."""

    number: int
    author: str
    joined_at: datetime
    at: datetime
    title: str
    url: str
    what: str
    """What it is, before the title of its page, as in "Comment on"."""
    words: str
    why: Sequence[str]
    is_only_braked: bool
    """Whether nothing is wrong with the post itself: it came in a busy hour, and may well be somebody's honest first."""


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Posts that came together, or all those that came alone."""

    wave: int
    heading: str
    lines: Sequence[HeldLine]
    in_common: Sequence[str]
    """What many of them are held for, with how many."""
    networks: Sequence[str]
    number: int
    """How many they are, the ones that are not shown among them."""

    @property
    def is_wave(self) -> bool:
        """Whether they came together."""
        return self.wave != ALONE


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One press of a moderator, in words."""

    number: int
    words: str
    at: datetime
    may_undo: bool


def list_groups() -> list[HeldGroup]:
    """List what waits: waves first, the largest first, then what came alone."""
    sizes = count_waves()
    by_wave: dict[int, list[Hold]] = {}
    for hold in list_open_holds():
        wave = hold.wave_id or 0
        by_wave.setdefault(wave if sizes.get(wave, 0) > 1 else ALONE, []).append(hold)
    alone = by_wave.pop(ALONE, [])
    waves = sorted(by_wave.items(), key=lambda item: -sizes[item[0]])
    groups = [_group(wave, holds, sizes[wave]) for wave, holds in waves]
    return [*groups, _group(ALONE, alone, len(alone))] if alone else groups


def list_settled() -> list[SettledLine]:
    """List what was decided lately, with what can be undone."""
    return [
        SettledLine(one.id, _settled(one), one.created_at, one.undone_at is None)
        for one in list_settlements()
    ]


def _group(wave: int, holds: Sequence[Hold], number: int) -> HeldGroup:
    people = len({hold.person_id for hold in holds})
    together = f"{count(number, 'post')} that came together, from {count(people, 'person', 'people')}"
    return HeldGroup(
        wave=wave,
        heading=together if wave else f"{count(number, 'post')} on {'its' if number == 1 else 'their'} own",
        lines=[_line(hold) for hold in holds],
        in_common=_in_common(holds),
        networks=list(dict.fromkeys(hold.network for hold in holds if hold.network))[:MOST_NETWORKS],
        number=number,
    )


def _in_common(holds: Iterable[Hold]) -> list[str]:
    """Name the commonest reasons, with how many posts each holds; of each the sentence of the newest."""
    sentences: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for hold in holds:
        for reason in hold.reasons:
            numbers[reason["code"]] += 1
            sentences[reason["code"]] = "".join(say_reasons([reason]))
    return [f"{sentences[code]} ({count(number, 'post')})" for code, number in numbers.most_common()]


def _line(hold: Hold) -> HeldLine:
    post = hold.post
    return HeldLine(
        number=hold.id,
        author=hold.person.name,
        joined_at=hold.person.created_at,
        at=hold.created_at,
        title=hold.thread.title,
        url=path_of(hold.thread),
        what="Comment on" if hold.comment_id else "Affected too:" if hold.statement_id else "New page:",
        words=excerpt(post.body if isinstance(post, HeldStatement) else plain(post.body_html), LONGEST_SHOWN)
        or "(No words)",
        why=say_reasons(hold.reasons),
        is_only_braked=all(reason["code"] in BRAKES for reason in hold.reasons),
    )


def _settled(one: Settlement) -> str:
    posts, people = count(one.number_of_posts, "post"), len(one.suspended_ids)
    if one.verdict == Verdict.LET_THROUGH:
        return f"{one.moderator.name} let {posts} through"
    suspended = f" and suspended {count(people, 'person', 'people')}" if people else ""
    return f"{one.moderator.name} refused {posts}{suspended}: {one.reason}"
