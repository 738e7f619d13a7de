"""The commands of accounts, for whoever runs the machine."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from forum.accounts.actions import LONGEST_NAME, invite, reset_code
from forum.accounts.email_addresses import AddressError, tidy_address
from forum.accounts.models import SiteRole
from forum.accounts.queries import get_person_by_email
from forum.accounts.reencryption import re_encrypt_secrets
from forum.core.db import transaction
from forum.core.text import clean_line


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(accounts)


@click.group("accounts")
def accounts() -> None:
    """Make administrators, and help those who lost their phone."""


@accounts.command("create-administrator")
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@with_appcontext
def create_administrator(email: str, name: str) -> None:
    """Invite EMAIL as an administrator, and print the link that sets up password and code."""
    address, called = _tidy(email), clean_line(name)[:LONGEST_NAME]
    if not called:
        raise click.ClickException("Please give a name, as in --name 'Amina Yusuf'.")
    with transaction():
        _, link = invite(name=called, email=address, place="an administrator", role=SiteRole.ADMINISTRATOR)
    if link is None:
        click.echo(f"{address} has a password and a code, and is an administrator now.")
    else:
        click.echo(f"Open this link to set a password and a code. It works once:\n{link}")


@accounts.command("reset-code")
@click.argument("email")
@with_appcontext
def reset(email: str) -> None:
    """Let EMAIL set up password and code again, and print the link for it."""
    address = _tidy(email)
    with transaction():
        person = get_person_by_email(address)
        if person is None or not person.is_staff:
            raise click.ClickException(f"No one signs in with a code as {address}.")
        link = reset_code(person=person)
    click.echo(f"Open this link to set a password and a code. It works once:\n{link}")


@accounts.command("re-encrypt")
@with_appcontext
def re_encrypt() -> None:
    """Encrypt the secrets of code apps with the SECRET_KEY of now, after it was changed."""
    with transaction():
        done, lost = re_encrypt_secrets()
    click.echo(f"Encrypted anew: {done}")
    if lost:
        people = "\n".join(f"  {email}" for email in lost)
        raise click.ClickException(
            f"No key of this site reads the secrets of these people. Put the key from before into OLD_SECRET_KEYS,"
            f" or let each set up their codes again with `flask accounts reset-code`:\n{people}"
        )


def _tidy(email: str) -> str:
    try:
        return tidy_address(email)
    except AddressError as error:
        raise click.ClickException(str(error)) from error
