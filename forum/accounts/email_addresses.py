"""E-mail addresses as people type them, and as we keep them."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS = 254
MADE_UP_ENDINGS = ("@example.org", ".example.org", ".example")
"""Domains that nobody can own (RFC 2606): here the invented people of a demonstration have their addresses."""


class AddressError(ValueError):
    """A text that cannot be an e-mail address; its message is for the person who typed it."""


def is_made_up(email: str) -> bool:
    """Return whether an address can be nobody's, as those of the demo's people are."""
    return email.endswith(MADE_UP_ENDINGS)


def tidy_address(typed: str) -> str:
    """Return the address as we keep it: lower case, plain letters. Raises AddressError, in words for people.

    Nobody is asked whether the domain exists: that would tell others who signs in, and when.
    """
    try:
        found = validate_email(typed.strip(), check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError) as error:
        raise AddressError(
            "That does not look like an email address. It needs one @, as in name@example.org."
        ) from error
    plain = found.ascii_email
    if plain is None or len(plain) > LONGEST_ADDRESS:
        raise AddressError("We can only write to addresses with plain letters before the @.")
    return plain.lower()
