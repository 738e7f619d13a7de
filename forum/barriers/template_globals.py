"""What every template may ask about barriers: the labels of their states."""

from __future__ import annotations

from flask import Flask

from forum.barriers.lifecycle.labels import OVERDUE_LABEL, STATE_LABELS


def use_state_labels(app: Flask) -> None:
    """Give templates `state_labels`, by the state's code, and `overdue_label`."""
    app.jinja_env.globals["state_labels"] = STATE_LABELS
    app.jinja_env.globals["overdue_label"] = OVERDUE_LABEL
