"""Loads the number of unread notifications for the header."""

from __future__ import annotations

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from forum.councils.identity import current_identity
from forum.notifications.queries import count_unread


def use_unread_count(app: Flask) -> None:
    """Give templates `unread_notifications()`: how many there are for the header, asked once a request."""

    @app.context_processor
    def counter() -> dict[str, object]:
        return {"unread_notifications": unread_notifications}


def unread_notifications() -> int:
    """Return how many threads have something unread for whoever is signed in; no statement for visitors."""
    identity = current_identity()
    if identity.person_id is None:
        return 0
    if "unread_notifications" not in g:
        try:
            g.unread_notifications = count_unread(identity)
        except SQLAlchemyError:  # the page that says so needs no number
            g.unread_notifications = 0
    return int(g.unread_notifications)
