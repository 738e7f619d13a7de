"""Gives a message to the mail server, and tells a refusal for good from one for now."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from config import Settings
from forum.core.db import transaction
from forum.core.events import Event, send
from forum.core.outbox import FinalError, LaterError
from forum.core.text import clean_line

TIMEOUT_SECONDS = 20
FOR_GOOD = 500
LONGEST_REASON = 300
STATUS = re.compile(r"5\.(\d{1,3})\.(\d{1,3})")
OF_ADDRESS, MAILBOX_FULL = {"0", "1", "2", "4"}, ("2", "2")


@dataclass(frozen=True)
class MailRefused(Event):
    """A mail server said for good that it takes no mail for this address."""

    address: str
    reason: str


def send_by_smtp(message: EmailMessage, site: Settings) -> None:
    """Send one message. Raises FinalError when it was refused for good, and LaterError when it may work another time."""
    address = message["To"].addresses[0].addr_spec
    try:
        with _connect(site) as server:
            if site.smtp_username:
                server.login(site.smtp_username, site.smtp_password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _refused(address, code, said, of_address={"", *OF_ADDRESS})
    except smtplib.SMTPDataError as error:
        _refused(address, error.smtp_code, error.smtp_error, of_address={"1", "2"})
    except smtplib.SMTPNotSupportedError as error:
        raise FinalError(f"The mail server cannot write to {address}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise LaterError(f"The mail server did not take the mail: {error!r}") from error


def _refused(address: str, code: int, said: bytes | str, *, of_address: set[str]) -> None:
    """Raise what a refusal means; where it is the address's fault, say so. Policy and relaying (5.7) are not."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    reason = clean_line(f"{code} {words}")[:LONGEST_REASON]
    if code < FOR_GOOD:
        raise LaterError(f"The mail server did not take the mail: {reason}")
    status = STATUS.match(words.strip())
    if (status[1] if status else "") in of_address and (status is None or status.groups() != MAILBOX_FULL):
        with transaction():
            send(MailRefused(address, reason))
    raise FinalError(f"The mail server refused the mail for good: {reason}")


def _connect(site: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if site.smtp_encryption == "tls":
        return smtplib.SMTP_SSL(site.smtp_host, site.smtp_port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(site.smtp_host, site.smtp_port, timeout=TIMEOUT_SECONDS)
    if site.smtp_encryption == "starttls":
        server.starttls(context=context)
    return server
