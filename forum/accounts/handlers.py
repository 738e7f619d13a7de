"""What the worker does for accounts.

Whether an address is known is looked up here, not in the request that asked: so the request takes the same
time, and says the same, for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from forum.accounts.actions import FORGET_UNCONFIRMED, SIGN_IN_LINK, forget_unconfirmed, send_sign_in_link
from forum.accounts.email_changes import MAIL_EMAIL_CHANGE, mail_both
from forum.accounts.queries import get_person
from forum.core.outbox import OutboxRow
from forum.core.worker import Handler, for_each_payload


def _send_sign_in_links(rows: list[OutboxRow]) -> None:
    for row in rows:
        asked = row.payload
        send_sign_in_link(
            email=asked["email"],
            name=asked["name"],
            next_path=asked["next_path"],
            letter=asked.get("letter")
            or ("confirm" if asked["is_confirming"] else "sign-in"),  # rows of before
            words=asked.get("words"),
        )


def _forget_unconfirmed(rows: list[OutboxRow]) -> None:
    for row in rows:
        person = get_person(row.payload["person"])
        if person is not None:
            forget_unconfirmed(person=person)


HANDLERS: Mapping[str, Handler] = {
    SIGN_IN_LINK: _send_sign_in_links,
    FORGET_UNCONFIRMED: _forget_unconfirmed,
    MAIL_EMAIL_CHANGE: for_each_payload(mail_both),
}
