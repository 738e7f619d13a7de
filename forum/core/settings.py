"""The settings of the running application, for those who have no application at hand."""

from __future__ import annotations

from typing import cast

from flask import current_app

from config import Settings


def settings() -> Settings:
    """Return the settings of the application that is running. Raises RuntimeError outside of one."""
    return cast("Settings", current_app.extensions["clearway_settings"])
