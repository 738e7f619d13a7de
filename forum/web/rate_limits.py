"""How often one visitor or person may write."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import ParamSpec, TypeVar

from flask import request
from flask_login import current_user  # noqa: TID251  # only its id, to count by
from werkzeug.exceptions import TooManyRequests

from forum.core.db import commit
from forum.core.rate_limits import Rate, hit
from forum.core.settings import settings
from forum.web.guards import RATES

P = ParamSpec("P")
R = TypeVar("R")

PERSON = "person:"
IPV6_NETWORK_BITS = (
    64  # a provider gives at least this much to one customer, who can walk through it (RFC 6177)
)


def per_hour(times: int) -> Rate:
    """So many times an hour."""
    return Rate(times, timedelta(hours=1))


def per_minute(times: int) -> Rate:
    """So many times a minute."""
    return Rate(times, timedelta(minutes=1))


def limit(
    rate: Rate, *, name: str, unless: Callable[[], bool] = lambda: False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Limit the writes of a view for each person, or each address of a visitor. GET is not counted.

    `unless` says in which requests the view counts by itself: what neighbours in a network do is then no matter.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def limited(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method == "POST" and not unless():
                count(name, who(), rate)
            return view(*args, **kwargs)

        setattr(limited, RATES, (name, rate))
        return limited

    return decorate


def count(name: str, key: str, rate: Rate) -> None:
    """Count one write, lastingly. Raises TooManyRequests, with how long to wait, when it was one too many."""
    if not settings().rate_limits:
        return
    wait = hit(f"{name}:{key}", rate)
    commit()
    if wait is not None:
        raise TooManyRequests(retry_after=max(1, int(wait.total_seconds())))


def who() -> str:
    """Name the one who writes: the person, or the visitor's address."""
    if current_user.is_authenticated:
        return f"{PERSON}{current_user.get_id().split('.')[0]}"
    return f"address:{_network(request.remote_addr or '')}"


def _network(address: str) -> str:
    """Return the part of an address that one household or server has to itself: all of IPv4, a /64 of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:  # a unix socket has none
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((found, IPV6_NETWORK_BITS), strict=False))
    return str(found)
