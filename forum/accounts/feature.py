"""The manifest of accounts: people, and how they sign in."""

from __future__ import annotations

from forum.accounts import cli, handlers, subscribers
from forum.accounts.views import account, invitations, people, reauthentication, sign_in
from forum.web.manifest import Feature

FEATURE = Feature(
    name="accounts",
    views=(
        sign_in.blueprint,
        reauthentication.blueprint,
        invitations.blueprint,
        account.blueprint,
        people.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers=handlers.HANDLERS,
)
