"""How a post came to us: from which network, how quickly, and whether the field that people do not see was filled in.

Views and journeys note it; posting asks. What the program itself writes (demo content, imports) came by no request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import g, has_request_context, request

from forum.accounts.networks import outer_network_of
from forum.threads.holds.signed_times import time_since

TRAP = "website"
"""The name of the field that only programs fill in."""
TRAPPED = "fell_into_trap"
"""Under which name a draft remembers that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of how a post was sent."""

    network: str = ""
    took: timedelta | None = None
    """How long its form was open; None where the form said nothing that we signed."""
    is_timed: bool = True
    """Whether the form it came by says when it was opened."""
    is_trapped: bool = False


def circumstances() -> Circumstances | None:
    """Return how the post of this request was sent; None where nobody sent one."""
    noted: Circumstances | None = g.get("circumstances")
    if noted is not None or not has_request_context():
        return noted
    return Circumstances(network=outer_network_of(request.remote_addr or ""), is_timed=False)


def note_form(form_key: str | None) -> None:
    """Note how the form of this request was sent, by the key that it carries."""
    g.circumstances = Circumstances(
        network=outer_network_of(request.remote_addr or ""),
        took=time_since(form_key or ""),
        is_trapped=is_trap_filled(),
    )


def note_journey(*, took: timedelta, is_timed: bool, is_trapped: bool) -> None:
    """Note how a draft was written: how long it has been there, and whether any of its steps fell into the trap."""
    g.circumstances = Circumstances(
        network=outer_network_of(request.remote_addr or ""),
        took=took,
        is_timed=is_timed,
        is_trapped=is_trapped,
    )


def is_trap_filled() -> bool:
    """Return whether the form of this request has the field filled in that people do not see."""
    return bool(request.form.get(TRAP, "").strip())
