"""The pages of barriers: log."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("barrier_log", __name__)
