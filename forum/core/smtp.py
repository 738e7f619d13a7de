"""Hands a message to the mail server, and tells a refusal for good from one for now."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from config import Settings
from forum.core.db import transaction
from forum.core.events import Event, send
from forum.core.outbox import FinalError, LaterError, UnreachableError
from forum.core.text import clean_line

ACCEPTS_SECONDS = 150
"""How long a server may look at a whole message before it takes it; whoever gives up sooner sends it twice (RFC 5321, 4.5.3.2)."""
GREETING_SECONDS, SIGNING_IN_SECONDS, LONGEST_SECONDS = 40, 40, 170
"""How long each part of a conversation may take: together less than the worker's lease, after which another would send it too."""
FOR_GOOD = 500
TAKEN = {250, 251}
MUST_SIGN_IN = 530
LONGEST_REASON = 300
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
FAULTS_OF_ADDRESS = frozenset(
    [
        "5.0.0",
        "5.1.0",
        "5.1.1",
        "5.1.2",
        "5.1.3",
        "5.1.4",
        "5.1.6",
        "5.1.10",
        "5.2.0",
        "5.2.1",
        "5.4.0",
        "5.4.1",
        "5.4.4",
        "5.4.310",
    ]
)
"""Unknown, moved, disabled, no such domain, null MX; 5.4.1 and 5.4.310 are how Exchange Online says the same (ADR 0043)."""


@dataclass(frozen=True)
class MailRefused(Event):
    """A mail server said for good that it takes no mail for this address."""

    address: str
    reason: str


class RefusedForNowError(LaterError):
    """The server did not take mail for this address now."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes over the wire, between whom, and whether that needs letters beyond ASCII in its addresses."""

    content: bytes
    sender: str
    recipient: str
    is_international: bool


def is_fault_of_address(status: str) -> bool:
    """Return whether a status (RFC 3463) says for good that the address takes no mail.

    A full mailbox, a sender that is not liked (5.1.7, 5.1.8, 5.7), a message too long or odd (5.2.3, 5.6), a loop or an
    expiry on the way (5.4.6, 5.4.7) are no fault of the address.
    """
    return status in FAULTS_OF_ADDRESS


def send_by_smtp(letter: Letter, site: Settings) -> None:
    """Send one message. Raises FinalError when it was refused for good, and LaterError when it may work another time.

    Raises UnreachableError while the server takes no mails at all.
    """
    try:
        server = _connect(site)
    except (smtplib.SMTPException, OSError) as error:
        raise UnreachableError(f"The mail server cannot be reached: {error!r}") from error
    try:
        with _in_time(server, LONGEST_SECONDS):
            _hand_over(server, letter)
    except (smtplib.SMTPException, OSError) as error:
        raise LaterError(f"The mail server did not take the mail: {error!r}") from error
    finally:
        _leave(server)


def _hand_over(server: smtplib.SMTP, letter: Letter) -> None:
    if letter.is_international and not server.has_extn("smtputf8"):
        raise FinalError(f"The mail server cannot write to {letter.recipient}: it has no SMTPUTF8.")
    options = ["SMTPUTF8", "BODY=8BITMIME"] if letter.is_international else []
    code, said = server.mail(letter.sender, options)
    if code == MUST_SIGN_IN:
        raise UnreachableError(f"The mail server wants a name and a password: {_words(code, said)}")
    if code not in TAKEN:
        raise _error(code, said)
    code, said = server.rcpt(letter.recipient)
    if code not in TAKEN:
        _refused(letter.recipient, code, said, of_bare_code=True)
    if server.sock is not None:
        server.sock.settimeout(ACCEPTS_SECONDS)
    try:
        code, said = server.data(letter.content)
    except smtplib.SMTPDataError as error:
        code, said = error.smtp_code, error.smtp_error  # type: ignore[assignment]  # bytes, whatever typeshed says
    if code not in TAKEN:
        _refused(letter.recipient, code, said, of_bare_code=False)


def _refused(address: str, code: int, said: bytes, *, of_bare_code: bool) -> None:
    """Raise what a refusal means; where it is the address's fault, say so. `of_bare_code`: a code without a status does."""
    status = STATUS.match(said.decode("utf-8", "replace").strip())
    of_address = of_bare_code if status is None else is_fault_of_address(status[0])
    if status is not None and not of_bare_code:
        of_address = of_address and status[0].split(".")[1] in {"1", "2"}
    if code >= FOR_GOOD and of_address:
        with transaction():
            send(MailRefused(address, _words(code, said)))
    raise _error(code, said)


def _error(code: int, said: bytes) -> Exception:
    if code >= FOR_GOOD:
        return FinalError(f"The mail server refused the mail for good: {_words(code, said)}")
    return RefusedForNowError(f"The mail server did not take the mail: {_words(code, said)}")


def _words(code: int, said: bytes) -> str:
    return clean_line(f"{code} {said.decode('utf-8', 'replace')}")[:LONGEST_REASON]


def _connect(site: Settings) -> smtplib.SMTP:
    """Open a connection on which mails can be given; whatever it said before is trusted no further than its certificate."""
    context, timeout = ssl.create_default_context(), site.smtp_timeout.total_seconds()
    if site.smtp_encryption == "tls":
        server: smtplib.SMTP = _TlsServer(site.smtp_host, site.smtp_port, timeout=timeout, context=context)
    else:
        server = _PlainServer(site.smtp_host, site.smtp_port, timeout=timeout)
    try:
        with _in_time(server, SIGNING_IN_SECONDS):
            if site.smtp_encryption == "starttls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if site.smtp_username:
                server.login(site.smtp_username, site.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


@contextlib.contextmanager
def _in_time(server: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection when all of it takes too long: a server that says a letter now and then is never silent."""
    clock = threading.Timer(seconds, _cut, [server])
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _cut(server: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)


class _PlainServer(smtplib.SMTP):
    """A connection whose greeting comes in time."""

    def __init__(self, host: str, port: int, *, timeout: float) -> None:
        with _in_time(self, GREETING_SECONDS):
            super().__init__(host, port, timeout=timeout)


class _TlsServer(smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(self, host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> None:
        with _in_time(self, GREETING_SECONDS):
            super().__init__(host, port, timeout=timeout, context=context)


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye. A mail that was taken stays taken, whatever the server answers to that."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if server.sock is not None:
            server.sock.settimeout(2)
            server.docmd("QUIT")
    server.close()
