"""A real SMTP server for tests: it keeps what it was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.support.browser import free_port


class Postbox:
    """Keeps each message that arrives, as sent; `refuses` answers with a temporary failure instead."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refuses = False
        self.answers: dict[str, str] = {}
        """What is said when a mail for an address is announced, such as 550 5.1.1 No such user."""
        self.said_at_the_end = "250 OK"
        self.number_of_tries = 0
        self.port = free_port()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take an address, or refuse it."""
        self.number_of_tries += 1
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Take one message in."""
        if self.refuses:
            return "451 Come back later"
        if not self.said_at_the_end.startswith("250"):
            return self.said_at_the_end
        self.raw.append(cast("bytes", envelope.content))
        message = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        self.messages.append(cast("EmailMessage", message))
        return "250 OK"


@contextmanager
def smtp_server(**given: Any) -> Iterator[Postbox]:
    """Run a server on a port of its own while the test lasts; `given` is aiosmtpd's, such as its TLS."""
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port, **given)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
