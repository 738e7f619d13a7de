"""Encrypts what a copy of the database must not give away, with a key derived from the site's own (ADR 47).

What is stored begins with the version of the method and the name of the key, so that keys can be changed: SECRET_KEY
encrypts, and OLD_SECRET_KEYS still decrypt. AES-256-GCM; what is encrypted for one purpose is unreadable for another.
"""

from __future__ import annotations

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forum.core.settings import settings

VERSION = "v1"
NONCE_BYTES = 12
KEY_BYTES = 32
NAME_BYTES = 4


class UnreadableSecretError(ValueError):
    """Something that was encrypted with a key that this site no longer has, or that was changed since."""


def encrypt(text: str, *, purpose: str) -> str:
    """Return the text as it may be stored."""
    secret, nonce = settings().secret(), secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(_key(secret)).encrypt(nonce, text.encode(), purpose.encode())
    return f"{VERSION}.{_name(secret)}.{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(stored: str, *, purpose: str) -> str:
    """Return the text that was encrypted. Raises UnreadableSecretError where no key of this site fits."""
    version, name, sealed = _parts(stored)
    secret = next((one for one in reversed(settings().signing_keys()) if _name(one) == name), None)
    if version != VERSION or secret is None:
        raise UnreadableSecretError(
            "it was encrypted with a key that is neither SECRET_KEY nor in OLD_SECRET_KEYS"
        )
    try:
        whole = base64.urlsafe_b64decode(sealed)
        return (
            AESGCM(_key(secret)).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], purpose.encode()).decode()
        )
    except (InvalidTag, ValueError) as error:
        raise UnreadableSecretError("it was changed since it was encrypted") from error


def is_current(stored: str) -> bool:
    """Return whether this was encrypted with the key that the site uses now."""
    return _parts(stored)[:2] == (VERSION, _name(settings().secret()))


def _parts(stored: str) -> tuple[str, str, str]:
    version, _, rest = stored.partition(".")
    name, _, sealed = rest.partition(".")
    return version, name, sealed


@lru_cache(maxsize=16)
def _key(secret: str) -> bytes:
    return _derived(secret, b"clearway: encryption", KEY_BYTES)


@lru_cache(maxsize=16)
def _name(secret: str) -> str:
    """Name a key without showing anything of it."""
    return _derived(secret, b"clearway: name of the key", NAME_BYTES).hex()


def _derived(secret: str, what_for: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=what_for).derive(secret.encode())
