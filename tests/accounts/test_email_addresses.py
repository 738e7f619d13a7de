"""Spellings of one mailbox are counted together."""

from __future__ import annotations

import pytest

from forum.core.address_keys import address_key

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "spelling",
    [
        "Ann@example.org",
        "ann+news@example.org",
        "a.n.n@example.org",
        "a.nn+x+y@EXAMPLE.org ",
        "ann@example.org.",
    ],
)
def test_spellings_of_one_mailbox_have_one_key(spelling: str) -> None:
    assert address_key(spelling) == address_key("ann@example.org")


def test_both_names_of_one_provider_have_one_key() -> None:
    assert address_key("ann@googlemail.com") == address_key("ann@gmail.com")


@pytest.mark.parametrize(
    "other", ["anne@example.org", "ann@example.com", "+ann@example.org", "ann@sub.example.org"]
)
def test_other_mailboxes_have_another_key(other: str) -> None:
    assert address_key(other) != address_key("ann@example.org")


def test_a_key_does_not_show_the_address() -> None:
    assert "ann" not in address_key("ann@example.org")
