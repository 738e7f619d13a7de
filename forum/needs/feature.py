"""The manifest of needs: unmet needs."""

from __future__ import annotations

from forum.needs import subscribers, views
from forum.needs.retention import RETENTION
from forum.web.manifest import Feature

FEATURE = Feature(
    name="needs",
    views=(views.blueprint, views.places),
    subscribers=(subscribers.register,),
    retention=RETENTION,
)
