"""When somebody is asked to come in another way, because too many wrong passwords or codes were typed (ADR 47).

Counted by address and network together: a storm shuts out the network that it comes from, and nobody else. A browser in which
somebody has signed in to this address before is counted by itself, so that no stranger can use up its tries. Storms from many
networks meet a brake for each address and one for the site; known browsers and links by mail pass both.

An address that nobody has is counted in the same way, so that no one learns from it who has an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from flask import current_app

from forum.accounts.known_devices import device_known_for
from forum.accounts.models import Person
from forum.accounts.networks import network_of_request
from forum.core.address_keys import address_key
from forum.core.db import commit
from forum.core.rate_limits import Rate, forget, hit
from forum.core.settings import settings

HOUR = timedelta(hours=1)
PASSWORDS_BY_A_KNOWN_DEVICE = Rate(20, HOUR)
PASSWORDS_FROM_A_NETWORK_FOR_AN_ADDRESS = Rate(10, HOUR)
PASSWORDS_FOR_AN_ADDRESS = Rate(100, HOUR)
PASSWORDS_FROM_A_NETWORK = Rate(300, HOUR)
PASSWORDS_ON_THE_SITE = Rate(120, timedelta(minutes=1))
CODES_AT_A_PLACE = Rate(10, timedelta(minutes=15))
CODES_OF_A_PERSON = Rate(30, HOUR)
"""From all places that are not known: with a right password, six digits would be found in weeks otherwise."""


class Cause(StrEnum):
    """What was too much: the words of the page follow from it."""

    DEVICE = "device"
    NETWORK = "network"
    ADDRESS = "address"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Lockout:
    """Why somebody cannot type a password or a code here now, and for how long."""

    cause: Cause
    wait: timedelta


@dataclass(frozen=True, slots=True)
class _Limit:
    cause: Cause
    key: str
    rate: Rate


def count_password(email: str) -> Lockout | None:
    """Count a password that is about to be compared; tells when it must not be."""
    return _count(_limits_of_passwords(email))


def forget_passwords(email: str) -> None:
    """Begin to count anew at this place, where the right password was typed."""
    forget(_limits_of_passwords(email)[0].key)


def count_code(person: Person) -> Lockout | None:
    """Count a code that is about to be compared; tells when it must not be."""
    return _count(_limits_of_codes(person))


def forget_codes(person: Person) -> None:
    """Begin to count anew at this place, where the right code was typed."""
    forget(_limits_of_codes(person)[0].key)


def _limits_of_passwords(email: str) -> list[_Limit]:
    """List the limits, the place itself first; what is over one is not counted by the next."""
    address, network = address_key(email), network_of_request()
    if device := device_known_for(email):
        return [_Limit(Cause.DEVICE, f"password:{address}:{device}", PASSWORDS_BY_A_KNOWN_DEVICE)]
    return [
        _Limit(Cause.NETWORK, f"password:{address}:{network}", PASSWORDS_FROM_A_NETWORK_FOR_AN_ADDRESS),
        _Limit(Cause.NETWORK, f"passwords_from:{network}", PASSWORDS_FROM_A_NETWORK),
        _Limit(Cause.ADDRESS, f"passwords_for:{address}", PASSWORDS_FOR_AN_ADDRESS),
        _Limit(Cause.SITE, "passwords", PASSWORDS_ON_THE_SITE),
    ]


def _limits_of_codes(person: Person) -> list[_Limit]:
    if device := device_known_for(person.email):
        return [_Limit(Cause.DEVICE, f"code:{person.id}:{device}", CODES_AT_A_PLACE)]
    return [
        _Limit(Cause.NETWORK, f"code:{person.id}:{network_of_request()}", CODES_AT_A_PLACE),
        _Limit(Cause.ADDRESS, f"codes_of:{person.id}", CODES_OF_A_PERSON),
    ]


def _count(limits: list[_Limit]) -> Lockout | None:
    if not settings().rate_limits:
        return None
    for limit in limits:
        wait = hit(limit.key, limit.rate)
        commit()  # counted though the page answers with an error, and the write lock is free while a password is compared
        if wait is not None:
            if limit.cause == Cause.SITE:
                current_app.logger.warning("too many passwords are tried on the whole site")
            return Lockout(limit.cause, wait)
    return None
