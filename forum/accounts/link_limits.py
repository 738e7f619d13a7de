"""How many links one address is mailed an hour, whoever asks for them: our mails must not be a weapon."""

from __future__ import annotations

from collections.abc import Mapping

from forum.accounts.actions import confirm_email_later
from forum.accounts.email_addresses import tidy_address
from forum.core.address_keys import address_key
from forum.web.rate_limits import count, per_hour

LINKS_FOR_ONE_ADDRESS = per_hour(6)


def count_link(address: str) -> None:
    """Count one mailed link. Raises TooManyRequests when this address was mailed too many."""
    count("link_for", address_key(address), LINKS_FOR_ONE_ADDRESS)


def mail_confirmation(
    *, name: str, email: str, next_path: str, letter: str = "confirm", words: Mapping[str, str] | None = None
) -> None:
    """Do what `confirm_email_later` does, counted. Raises TooManyRequests; what was typed must be kept before.

    Raises AddressError, in words for people, for what cannot be an address.
    """
    count_link(tidy_address(email))
    confirm_email_later(name=name, email=email, next_path=next_path, letter=letter, words=words)
