"""Signs mails by DKIM (RFC 6376, rsa-sha256, relaxed/relaxed), so that others can tell that they are ours (ADR 43)."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from config import Settings

NEW_KEY_BITS = 2048
FEWEST_KEY_BITS = 1024
SIGNED = (
    "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
    "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
ONCE = ("from", "to", "subject", "date", "reply-to", "cc", "content-type")
"""Named once more than they are there, so that nobody can add one (RFC 6376, 8.15)."""
LONGEST_STRING = 255
"""How much of a DNS record stands in one string (RFC 1035)."""
FOLDED_AT = 70


class DkimKeyError(Exception):
    """The key is not there, or is none that signs; the message is for the administrator."""


def sign_message(content: bytes, site: Settings) -> bytes:
    """Return the message with a signature before it; as it was where no key is set. Raises DkimKeyError."""
    if site.dkim_key_file is None:
        return content
    key = _read_key(
        site.dkim_key_file, site.dkim_key_file.stat().st_mtime_ns if site.dkim_key_file.exists() else 0
    )
    head, _, body = content.partition(b"\r\n\r\n")
    fields = _fields(head)
    names = [name for name in SIGNED if name in fields] + list(ONCE)
    tags = {
        "v": "1",
        "a": "rsa-sha256",
        "c": "relaxed/relaxed",
        "d": domain_of(site),
        "s": site.dkim_selector,
        "h": ":".join(names),
        "bh": base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode(),
        "b": "",
    }
    unsigned = b"DKIM-Signature: " + _folded("; ".join(f"{name}={value}" for name, value in tags.items()))
    to_sign = b"".join(fields[name] + b"\r\n" for name in SIGNED if name in fields) + _relaxed_field(unsigned)
    signature = base64.b64encode(key.sign(to_sign, padding.PKCS1v15(), hashes.SHA256())).decode()
    lines = "".join(f"\r\n {signature[at : at + FOLDED_AT]}" for at in range(0, len(signature), FOLDED_AT))
    return unsigned + lines.encode() + b"\r\n" + content


def domain_of(site: Settings) -> str:
    """Return the domain that signs: a setting, or that of the address that mails are from."""
    return site.dkim_domain or parseaddr(site.mail_from)[1].rpartition("@")[2]


def dns_record(site: Settings) -> tuple[str, str]:
    """Return the name and the text of the DNS record by which others check. Raises DkimKeyError."""
    if site.dkim_key_file is None:
        raise DkimKeyError("DKIM_KEY_FILE is not set: mails are not signed here.")
    public = _read_key(site.dkim_key_file, 0).public_key()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"
    return f"{site.dkim_selector}._domainkey.{domain_of(site)}.", text


def in_strings(text: str) -> list[str]:
    """Divide the text of a record into the strings that DNS holds it in."""
    return [text[at : at + LONGEST_STRING] for at in range(0, len(text), LONGEST_STRING)]


def make_key(file: Path) -> None:
    """Write a new key that its owner alone can read. Raises FileExistsError: no key is ever written over."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=NEW_KEY_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
        opened.write(pem)


@lru_cache(maxsize=4)
def _read_key(file: Path, _changed_at: int) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise DkimKeyError(f"The DKIM key {file} cannot be read: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < FEWEST_KEY_BITS:
        raise DkimKeyError(f"The DKIM key {file} must be an RSA key of at least {FEWEST_KEY_BITS} bits.")
    return key


def _fields(head: bytes) -> dict[str, bytes]:
    """Return the header's fields by name, in their relaxed form; we write each once."""
    unfolded = re.split(rb"\r\n(?![ \t])", head)
    return {one.partition(b":")[0].strip().lower().decode(): _relaxed_field(one) for one in unfolded}


def _relaxed_field(field: bytes) -> bytes:
    """Return a field as both sides see it, however it was folded on the way (RFC 6376, 3.4.2)."""
    name, _, value = field.partition(b":")
    value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip()
    return name.strip().lower() + b":" + value


def _relaxed_body(body: bytes) -> bytes:
    """Return the body without what servers change on the way: spaces, and empty lines at the end (RFC 6376, 3.4.4)."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def _folded(value: str) -> bytes:
    """Break a field after its semicolons and colons, so that no line is too long."""
    lines, line = [], ""
    for part in re.split(r"(?<=[;:]) ?", value):
        glue = " " if line.endswith(";") else ""
        if line and len(line) + len(part) > FOLDED_AT:
            lines.append(line)
            line = part
        else:
            line += glue + part
    return "\r\n ".join([*lines, line]).encode()
