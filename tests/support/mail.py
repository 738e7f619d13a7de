"""A real SMTP server for tests: it keeps what it was given."""

from __future__ import annotations

import asyncio
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
        self.said_at_the_beginning = "250 OK"
        """What is said to who a mail is from."""
        self.said_to_goodbye = "221 Bye"
        self.thinks_for_seconds = 0.0
        """How long it looks at a whole message before it takes it."""
        self.hangs_up = ""
        """Where it cuts the line: at RCPT, at DATA (nothing taken), or AFTER (taken, and never said so)."""
        self.greylisted: set[str] = set()
        """Which addresses are told to come back later."""
        self.senders: list[str] = []
        self.number_of_tries = 0
        self.port = free_port()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take an address, or refuse it."""
        self.number_of_tries += 1
        if self.hangs_up == "RCPT":
            return hang_up(server)
        if address in self.greylisted:
            return "451 4.7.1 Greylisted, come back in five minutes"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Hear who a mail is from."""
        if self.said_at_the_beginning.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.said_at_the_beginning

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Say goodbye."""
        return self.said_to_goodbye

    async def handle_DATA(self, server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Take one message in."""
        await asyncio.sleep(self.thinks_for_seconds)
        if self.hangs_up == "DATA":
            return hang_up(server)
        if self.refuses:
            return "451 Come back later"
        if not self.said_at_the_end.startswith("250"):
            return self.said_at_the_end
        self.raw.append(cast("bytes", envelope.content))
        message = message_from_bytes(cast("bytes", envelope.content), policy=policy.default)
        self.messages.append(cast("EmailMessage", message))
        self.senders.append(str(envelope.mail_from))
        return hang_up(server) if self.hangs_up == "AFTER" else "250 OK"


def hang_up(server: Any) -> str:
    """Cut the line in the middle of a talk."""
    server.transport.abort()
    return "421 nobody hears this"


@contextmanager
def smtp_server(postbox: Postbox | None = None, **given: Any) -> Iterator[Postbox]:
    """Run a server on a port of its own while the test lasts; `given` is aiosmtpd's, such as its TLS.

    The same postbox opens again where it was, as a server does that was down.
    """
    postbox = postbox or Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port, **given)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
