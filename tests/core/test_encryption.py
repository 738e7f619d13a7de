"""What is encrypted is read by this site alone, for one purpose, with keys that can be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from config import Settings
from forum.core.encryption import UnreadableSecretError, decrypt, encrypt, is_current

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def use(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def use_keys(secret: str, old: str = "") -> None:
        changed = replace(settings, secret_key=secret, old_secret_keys=old)
        monkeypatch.setitem(app.extensions, "clearway_settings", changed)

    return use_keys


def test_what_is_encrypted_comes_back_and_shows_nothing(app: Flask) -> None:
    stored = encrypt("JBSWY3DPEHPK3PXP", purpose="test")
    assert "JBSWY" not in stored
    assert decrypt(stored, purpose="test") == "JBSWY3DPEHPK3PXP"
    assert encrypt("JBSWY3DPEHPK3PXP", purpose="test") != stored


def test_it_is_read_for_its_purpose_alone_and_unchanged(app: Flask) -> None:
    stored = encrypt("secret", purpose="one")
    changed = stored[:-6] + ("AAAAAA" if stored[-6:] != "AAAAAA" else "BBBBBB")
    for text, purpose in ((stored, "two"), (changed, "one"), ("", "one"), ("v1.x", "one"), ("plain", "one")):
        with pytest.raises(UnreadableSecretError):
            decrypt(text, purpose=purpose)


def test_a_key_that_was_replaced_still_reads(use) -> None:
    use(OLD)
    stored = encrypt("secret", purpose="test")
    use(NEW, f"{'x' * 40} {OLD}")
    assert (decrypt(stored, purpose="test"), is_current(stored)) == ("secret", False)
    assert is_current(encrypt("secret", purpose="test"))
    use(NEW)
    with pytest.raises(UnreadableSecretError):
        decrypt(stored, purpose="test")


def test_a_stored_text_fits_its_column(app: Flask) -> None:
    assert len(encrypt("A" * 64, purpose="test")) <= 200
