"""The pages of barriers: show."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("barrier_show", __name__)
