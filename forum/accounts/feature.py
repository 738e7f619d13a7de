"""The manifest of accounts: people, and how they sign in."""

from __future__ import annotations

from forum.accounts import cli, handlers, subscribers
from forum.accounts.personal_data import PERSONAL_DATA, RETENTION
from forum.accounts.views import (
    account,
    account_sessions,
    code_app,
    email_changes,
    invitations,
    people,
    reauthentication,
    recovery_codes,
    second_step,
    sign_in,
)
from forum.web.manifest import Feature

FEATURE = Feature(
    name="accounts",
    views=(
        sign_in.blueprint,
        second_step.blueprint,
        reauthentication.blueprint,
        invitations.blueprint,
        account.blueprint,
        email_changes.blueprint,
        account_sessions.blueprint,
        recovery_codes.blueprint,
        code_app.blueprint,
        people.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers=handlers.HANDLERS,
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
)
