"""Loads what the author of a post that waits, and moderators, read on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from forum.core.formatting import duration
from forum.threads.holds.models import HeldPost, Hold, Verdict
from forum.threads.holds.queries import count_open_holds, find_hold, usual_wait
from forum.threads.holds.reasons import say_to_author

_STEPS = (timedelta(hours=1), timedelta(hours=3), timedelta(hours=12), timedelta(days=1), timedelta(days=2))


@dataclass(frozen=True, slots=True)
class HoldNotice:
    """What stands above a post that others do not see yet."""

    is_refused: bool
    why: str
    usual: str
    """As in "one hour": within what a moderator usually looks."""


def hold_notice(post: HeldPost) -> HoldNotice | None:
    """Return what stands above a post that waits or was refused; None for all others, without a statement."""
    return None if post.held_at is None else notice_of(find_hold(post))


def notice_of(hold: Hold | None) -> HoldNotice:
    """Return what stands above a post with this hold."""
    if hold is not None and hold.verdict == Verdict.REFUSED:
        return HoldNotice(is_refused=True, why=hold.settlement.reason if hold.settlement else "", usual="")
    return HoldNotice(is_refused=False, why=say_to_author(hold.reasons if hold else ()), usual=usually())


def usually() -> str:
    """Return within what time moderators usually look, in a round number."""
    usual = usual_wait()
    return duration(next((one for one in _STEPS if usual <= one), timedelta(days=max(usual.days + 1, 3))))


def kept_words(noun: str) -> str:
    """Say to somebody whose post waits that it is safe; what happens now stands on the page that they are led to."""
    return f"Thank you. Your {noun} has been saved."


def use_holds(app: Flask) -> None:
    """Let templates ask about posts that wait."""
    app.jinja_env.globals["hold_notice"] = hold_notice
    app.jinja_env.globals["count_open_holds"] = count_open_holds
