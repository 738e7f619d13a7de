"""The pages of barriers: affected."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("barrier_affected", __name__)
