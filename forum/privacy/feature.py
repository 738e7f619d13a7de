"""The manifest of privacy: people's rights over what is kept about them."""

from __future__ import annotations

from forum.core.personal_data import RetentionRule
from forum.core.settings import settings
from forum.privacy.personal_data import PERSONAL_DATA
from forum.privacy.retention import RETENTION, enqueue_retention, forget_old_runs, remove_old
from forum.web.manifest import Feature

FEATURE = Feature(
    name="privacy",
    handlers={RETENTION: remove_old},
    outside=frozenset({RETENTION}),
    nightly=(enqueue_retention,),
    personal_data=PERSONAL_DATA,
    retention=(
        RetentionRule(
            code="retention_runs",
            label="Records of what the nights removed",
            lasts=lambda: settings().records_kept,
            remove=forget_old_runs,
        ),
    ),
)
