"""Commands about mails: bounces come in by them, and DKIM is set up with them."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from forum.core import dkim
from forum.core.bounce_reports import LONGEST_REPORT
from forum.core.bounces import receive_bounce
from forum.core.db import transaction
from forum.core.settings import settings

TRY_AGAIN = 75
"""What mail servers understand as "not now" (EX_TEMPFAIL of sysexits.h): they keep the message and come back."""


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(mail)


@click.group("mail", cls=AppGroup)
def mail() -> None:
    """Take in bounces, and set up DKIM."""


@mail.command("receive-bounce")
@click.argument("recipient", default="")
def receive(recipient: str) -> None:
    """Read a message from standard input that arrived at RECIPIENT, the address for bounces.

    For a pipe of the mail server. RECIPIENT is looked up in the message where it is not given. Whatever it is, the mail
    server is told that it was taken, so that no bounce bounces; but for a database that does not answer.
    """
    raw = sys.stdin.buffer.read(LONGEST_REPORT)
    while sys.stdin.buffer.read(LONGEST_REPORT):
        """A pipe that is closed too soon counts as a failure."""
    try:
        with transaction():
            received = receive_bounce(raw, recipient=recipient)
    except SQLAlchemyError as error:
        click.echo(f"The database does not answer: {error}", err=True)
        raise SystemExit(TRY_AGAIN) from error
    click.echo(received)


@mail.command("make-dkim-key")
def make_key() -> None:
    """Make the key that DKIM_KEY_FILE names; it is never written over."""
    file = settings().dkim_key_file
    if file is None:
        raise click.ClickException("Set DKIM_KEY_FILE first: where the key is to be.")
    try:
        dkim.make_key(file)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file} is there. Now publish what `flask mail dkim-record` prints.")


@mail.command("dkim-record")
def show_record() -> None:
    """Print the DNS record by which others check our signatures, as it stands in a zone file."""
    try:
        name, text = dkim.dns_record(settings())
    except dkim.DkimKeyError as error:
        raise click.ClickException(str(error)) from error
    strings = " ".join(f'"{one}"' for one in dkim.in_strings(text))
    click.echo(f"{name} IN TXT ( {strings} )")
