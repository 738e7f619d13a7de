"""The mails that accounts send: a template each, its subject on the first line."""

from __future__ import annotations

from flask import current_app

from forum.core.mail import mail_later
from forum.core.settings import settings


def send_letter(name: str, *, to: str, **words: object) -> None:
    """Write the mail templates/emails/accounts-<name>.txt into the outbox, in the current transaction."""
    template = current_app.jinja_env.get_template(f"emails/accounts-{name}.txt")
    subject, _, text = template.render(site_url=settings().base_url, **words).partition("\n")
    mail_later(to=to, subject=subject, text=text)


def full_address(path: str) -> str:
    """Give the whole address of a path of ours, for a mail."""
    return settings().base_url.rstrip("/") + path
