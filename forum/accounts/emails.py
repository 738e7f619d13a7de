"""The mails that accounts send."""

from __future__ import annotations

from typing import Any

from forum.core.emails import write_mail


def send_email(name: str, *, to: str, **words: Any) -> None:  # noqa: ANN401  # what the template names
    """Write the mail templates/emails/accounts-<name>.txt into the outbox, in the current transaction."""
    write_mail(f"accounts-{name}", to=to, **words)
