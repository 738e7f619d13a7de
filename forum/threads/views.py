"""The pages of threads."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("threads", __name__)
