"""The mails that accounts send."""

from __future__ import annotations

from typing import Any

from forum.core.emails import write_mail
from forum.core.outbox import Rank

WAITED_FOR = {"sign-in", "confirm", "publish", "use-password", "paused"}
"""What somebody has just asked for, and waits for before the screen."""


def send_email(name: str, *, to: str, **words: Any) -> None:  # noqa: ANN401  # what the template names
    """Write the mail templates/emails/accounts-<name>.txt into the outbox, in the current transaction."""
    rank = Rank.AT_ONCE if name in WAITED_FOR else Rank.USUAL
    write_mail(f"accounts-{name}", to=to, rank=rank, **words)
