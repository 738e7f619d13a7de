"""Which events lead to which mails."""

from __future__ import annotations


def register() -> None:
    """Listen to the events of lower features."""
