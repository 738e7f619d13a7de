"""What the worker does for accounts.

Whether an address is known is looked up here, not in the request that asked: so the request takes the same
time, and says the same, for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.accounts.actions import SIGN_IN_LINK, send_sign_in_link
from forum.core.outbox import OutboxRow


def _send_sign_in_links(rows: list[OutboxRow]) -> None:
    for row in rows:
        asked = row.payload
        send_sign_in_link(
            email=asked["email"],
            name=asked["name"],
            next_path=asked["next_path"],
            is_confirming=asked["is_confirming"],
        )


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {SIGN_IN_LINK: _send_sign_in_links}
