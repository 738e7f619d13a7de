"""The one email domain whose people join a group at once. Domains where anybody can have an address are refused."""

from __future__ import annotations

import re

from forum.accounts.models import Person
from forum.groups.models import Group

LONGEST_DOMAIN = 120
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
_PROVIDERS = frozenset({
    *("aol", "gmail", "gmx", "googlemail", "hotmail", "icloud", "live", "msn", "outlook", "protonmail"),
    *("rocketmail", "yahoo", "yandex", "ymail", "zoho"),
})  # fmt: skip
"""Providers who give addresses under several endings, such as yahoo.com and yahoo.co.uk."""
_PUBLIC = frozenset({
    *("blueyonder.co.uk", "btconnect.com", "btinternet.com", "btopenworld.com", "fastmail.com", "fastmail.fm"),
    *("hey.com", "mac.com", "mail.com", "me.com", "ntlworld.com", "o2.co.uk", "orange.net", "pm.me", "plus.com"),
    *("plus.net", "proton.me", "sky.com", "talk21.com", "talktalk.net", "tiscali.co.uk", "tutanota.com", "tuta.io"),
    *("virginmedia.com", "virgin.net", "vodafone.net", "zoomail.co.uk", "ac.uk", "co.uk", "gov.uk", "org.uk"),
})  # fmt: skip


def normalise_domain(typed: str) -> str:
    """Read a domain as people type it: in any case, with an @ or a whole address before it."""
    return typed.strip().lower().rpartition("@")[2].removeprefix("www.").rstrip(".")


def why_not(domain: str, person: Person) -> str:
    """Return why a group cannot let in everybody with an address of a domain; empty where it can."""
    if len(domain) > LONGEST_DOMAIN or not _DOMAIN.fullmatch(domain):
        return "Enter a domain, such as ourgroup.org.uk"
    if is_public(domain):
        return f"Anyone can have an address at {domain}. Enter a domain that only your group uses."
    if not has_address_at(person, domain):
        return f"Your own confirmed email address must be at {domain}. You are signed in with another one."
    return ""


def is_public(domain: str) -> bool:
    """Return whether anybody can get an address there."""
    labels = domain.split(".")
    ends = {".".join(labels[number:]) for number in range(len(labels))} if len(labels) > 2 else {domain}  # noqa: PLR2004
    suffixes = {one for one in ends if one.count(".") or one == domain}
    at_provider = any(len(rest := one.split(".")) <= 3 and rest[0] in _PROVIDERS for one in suffixes)  # noqa: PLR2004
    registries = {"ac.uk", "co.uk", "gov.uk", "org.uk"}
    return at_provider or domain in _PUBLIC or bool((suffixes - registries) & _PUBLIC)


def has_address_at(person: Person, domain: str) -> bool:
    """Return whether a person has confirmed an address of exactly this domain."""
    return person.email_confirmed_at is not None and person.email.rpartition("@")[2] == domain


def joins_at_once(group: Group, person: Person) -> bool:
    """Return whether a claimed group lets this person in by their address."""
    domain = group.email_domain
    return group.claimed_at is not None and bool(domain) and has_address_at(person, domain or "")
