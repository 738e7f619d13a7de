"""Publishing a post, or holding it: the one door by which threads and comments become public."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import String, Text

from forum.accounts.access_blocks import is_domain_blocked, is_network_blocked
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db, take_turn
from forum.core.settings import settings
from forum.groups.events import GroupDescribed
from forum.groups.holding import hold_group
from forum.groups.models import Group
from forum.threads.holds.actions import announce, announce_later, call_back, hold_post, stands
from forum.threads.holds.circumstances import Circumstances, circumstances
from forum.threads.holds.measures import PostMeasures, measure
from forum.threads.holds.models import HeldPost, PostTrace
from forum.threads.holds.queries import (
    ANY_POST,
    SIGN_UP_WINDOW,
    count_sign_ups,
    count_traces,
    is_new_person,
    list_phrases,
    numbers_of,
    people_with,
)
from forum.threads.holds.rules import BRAKES, WAVES, Facts, Holds, Limits, Reason, decide
from forum.threads.kinds import kind_of
from forum.threads.models import HeldStatement, Thread

MANY = "many"
"""The key of what is held in a busy time: a moderator decides about it together."""
AN_HOUR, FIRST_DAY = timedelta(hours=1), timedelta(days=1)
NOT_TYPED = {"slug", "kind", "form_key", "visibility", "state"}


@dataclass(frozen=True, slots=True)
class Screened:
    """What was found of one post: its measures, the key of its network, and its facts."""

    measured: PostMeasures
    network_key: str
    facts: Facts

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys by which another post is like it."""
        network = (self.network_key,) if self.network_key else ()
        return (*self.measured.text_keys, *self.measured.link_keys, *network)


def publish_or_hold(post: HeldPost) -> bool:
    """Tell others of a new post, or hold it for a moderator; returns whether it is public.

    What the program itself writes, and what staff write, is never held.
    """
    how = circumstances()
    if how is None or not _is_screened(post.author):
        announce(post)
        return True
    take_turn("screening")
    screened = _screen(post, how)
    reasons = decide(screened.facts, _limits())
    waits = SIGN_UP_WINDOW if screened.facts.is_busy and not reasons else timedelta()
    is_braked = screened.facts.is_busy or any(one["code"] in BRAKES for one in reasons)
    keys = (*screened.keys, MANY) if reasons and is_braked else screened.keys
    if screened.facts.is_new:
        _keep_traces(post, keys, waits)
    if reasons:
        hold_post(post=post, reasons=reasons, network=how.network, keys=keys)
        _call_back_wave(post, reasons, screened)
        return False
    if waits:
        announce_later(post, waits)
    else:
        announce(post)
    return True


def screen_again(post: HeldPost) -> bool:
    """Look at a post whose words were changed, by what they say alone; returns whether it is in sight."""
    how = circumstances()
    if how is None or not stands(post) or not _is_screened(post.author):
        return stands(post)
    screened = _screen(post, Circumstances(network=how.network))
    reasons = decide(_words_alone(screened.facts), _limits())
    if reasons:
        hold_post(
            post=post,
            reasons=reasons,
            network=how.network,
            keys=(),
            was_public=True,
            was_announced=not isinstance(post, HeldStatement),
        )
    return stands(post)


def typed_texts(row: HeldPost) -> list[str]:
    """Return everything that its author typed into a post, but what the program made of it; a new group's name, too."""
    if isinstance(row, HeldStatement):
        return [row.body, *_new_names(db.session.get(Group, row.answers.get("group") or 0))]
    known = type(row).__mapper__.column_attrs
    names = [one.key for one in known if isinstance(one.columns[0].type, String | Text)]
    values = (getattr(row, name) for name in names if name not in NOT_TYPED and not name.endswith("_html"))
    elsewhere = (
        (*kind_of(row).typed_elsewhere(row), *_new_names(row.group)) if isinstance(row, Thread) else ()
    )
    return [value for value in (*values, *elsewhere) if isinstance(value, str) and value]


def screen_group(event: GroupDescribed) -> None:
    """Have a group wait for a moderator where what it says of itself has words of their list."""
    group = event.group
    if circumstances() is None or not _is_screened(event.by):
        return
    if _measure([group.name, group.summary, group.website]).listed:
        hold_group(group=group)


def _new_names(group: Group | None) -> Iterator[str]:
    """Yield the name of a group that nobody has read in any list so far."""
    if group is not None and not group.is_listed:
        yield group.name


def _is_screened(person: Person) -> bool:
    return not (person.is_staff or person.is_system)


def _is_busy() -> bool:
    return settings().rate_limits and count_sign_ups() >= settings().busy_sign_ups


def _screen(post: HeldPost, how: Circumstances) -> Screened:
    measured, person = _measure(typed_texts(post)), post.author
    network_key = f"network:{_keyed(how.network)}" if how.network else ""
    facts = Facts(
        is_new=is_new_person(person),
        number_of_links=len(measured.hosts),
        number_of_addresses=len(measured.addresses),
        listed=measured.listed,
        is_first_day=clock.now() - person.created_at < FIRST_DAY,
        took=how.took,
        is_timed=how.is_timed,
        is_trapped=how.is_trapped,
        blocked_network=is_network_blocked(how.network),
        blocked_domain=is_domain_blocked(person.email),
    )
    screened = Screened(measured, network_key, facts)
    return replace(screened, facts=_with_likeness(facts, screened, person)) if facts.is_new else screened


def _with_likeness(facts: Facts, screened: Screened, person: Person) -> Facts:
    """Count what is like it among the posts of new people."""
    now, measured = clock.now(), screened.measured
    alike = count_traces([*measured.text_keys, *measured.link_keys], since=now - settings().wave_window)
    is_busy = _is_busy()
    posts = _count_posts(AN_HOUR) if settings().rate_limits else 0
    linked = max(measured.link_keys, key=lambda key: alike.get(key, (0, 0))[1], default="")
    return replace(
        facts,
        same_text=1 + max((alike.get(key, (0, 0))[0] for key in measured.text_keys), default=0),
        same_link=_count_people(linked, person, settings().wave_window),
        linked=linked.removeprefix("link:"),
        same_network=_count_people(screened.network_key, person, settings().network_window),
        posts_this_hour=1 + posts,
        is_busy=is_busy,
        posts_just_now=1 + _count_posts(SIGN_UP_WINDOW) if is_busy else 1,
    )


def _count_posts(window: timedelta) -> int:
    """Count the posts by new people within a time."""
    return count_traces([ANY_POST], since=clock.now() - window).get(ANY_POST, (0, 0))[0]


def _count_people(key: str, person: Person, window: timedelta) -> int:
    """Count the new people with a key lately, this one among them."""
    return len(people_with([key], since=clock.now() - window) | {person.id}) if key else 1


def _call_back_wave(post: HeldPost, reasons: Sequence[Reason], screened: Screened) -> None:
    waves = [one for one in reasons if one["code"] in WAVES]
    if waves:
        call_back(keys=_keys_of(waves, screened), reasons=waves, besides=post)


def _keys_of(waves: Sequence[Reason], screened: Screened) -> list[str]:
    """Return the keys by which the earlier posts of a wave are found."""
    codes = {one["code"] for one in waves}
    keys = list(screened.measured.text_keys) if Holds.SAME_TEXT in codes else []
    keys += [f"link:{screened.facts.linked}"] if Holds.SAME_LINK in codes else []
    return keys + ([screened.network_key] if Holds.SAME_NETWORK in codes else [])


def _words_alone(facts: Facts) -> Facts:
    return Facts(
        is_new=facts.is_new,
        number_of_links=facts.number_of_links,
        number_of_addresses=facts.number_of_addresses,
        listed=facts.listed,
    )


def _keep_traces(post: HeldPost, keys: Sequence[str], waits: timedelta) -> None:
    now = clock.now()
    numbers = numbers_of(post)._asdict()
    for key in dict.fromkeys((*keys, ANY_POST)):
        trace = PostTrace(key=key, **numbers, person_id=post.author.id)
        trace.created_at, trace.announced_at = now, now + waits
        db.session.add(trace)
    db.session.flush()


def _measure(texts: Sequence[str]) -> PostMeasures:
    own = settings().origin.partition("://")[2].split(":")[0]
    fine = (*settings().links_always_fine.lower().split(), own)
    return measure(texts, fine_hosts=fine, listed=list_phrases())


def _keyed(network: str) -> str:
    """Return what stands for a network where nobody must read it."""
    return hmac.new(settings().secret().encode(), network.encode(), hashlib.sha256).hexdigest()[:24]


def _limits() -> Limits:
    one = settings()
    return Limits(
        new_person_links=one.new_person_links,
        new_person_addresses=one.new_person_addresses,
        most_links=one.most_links,
        most_addresses=one.most_addresses,
        minimum_time=one.minimum_time_to_write,
        wave=one.wave_posts,
        posts_an_hour=one.new_people_posts_an_hour,
    )
