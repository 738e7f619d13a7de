"""The pages of barriers."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("barriers", __name__)
