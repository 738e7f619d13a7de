"""One-time codes from an app on a phone (TOTP, RFC 6238): six digits, new every 30 seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pyotp
import segno

from forum.core import clock
from forum.core.settings import settings

STEP_SECONDS = 30
STEPS_EITHER_WAY = 1  # a phone's clock may be half a minute off
SECRET_BYTES = 20
WRONG_CODE = "This code is not right. Wait until your app shows the next one, and type that."


def secret_for(token: str) -> str:
    """Return the secret that belongs to an invitation: the same at each look at its page, known to us alone.

    Nothing needs to be stored before the person has shown that their app knows it.
    """
    mixed = hmac.new(
        settings().secret().encode(), f"one-time codes|{token}".encode(), hashlib.sha256
    ).digest()
    return base64.b32encode(mixed[:SECRET_BYTES]).decode()


def matching_step(secret: str, code: str, *, after: int | None) -> int | None:
    """Return which 30 seconds a code belongs to; None when it is wrong, too old, or was used before (`after`)."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdecimal()):
        return None
    now = int(clock.real_now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(now - STEPS_EITHER_WAY, now + STEPS_EITHER_WAY + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and (after is None or step > after):
            return step
    return None


def code_now(secret: str) -> str:
    """Return the code that an app would show now."""
    return pyotp.TOTP(secret).generate_otp(int(clock.real_now().timestamp()) // STEP_SECONDS)


def picture(secret: str, *, email: str) -> str:
    """Draw the code that a phone's camera reads, as SVG."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=settings().site_name)
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        scale=4, border=4, light="#fff", title="A picture for the camera of your code app"
    )
    return drawn


def in_groups(secret: str) -> str:
    """Write the secret in groups of four, for those who type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
