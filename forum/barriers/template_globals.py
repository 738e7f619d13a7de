"""What every template may ask about barriers: the labels of their states, and the rule that opens one again."""

from __future__ import annotations

from flask import Flask

from forum.barriers.lifecycle.labels import OVERDUE_LABEL, STATE_LABELS
from forum.barriers.lifecycle.rules import reopening_share


def use_state_labels(app: Flask) -> None:
    """Give templates `state_labels`, by the state's code, `overdue_label` and `reopening_share()`."""
    app.jinja_env.globals["state_labels"] = STATE_LABELS
    app.jinja_env.globals["overdue_label"] = OVERDUE_LABEL
    app.jinja_env.globals["reopening_share"] = reopening_share
