"""The manifest of privacy: people's rights over what is kept about them."""

from __future__ import annotations

from forum.privacy import models
from forum.privacy.personal_data import PERSONAL_DATA
from forum.privacy.retention import RETENTION, RULES, enqueue_retention, remove_old
from forum.privacy.views import own_data, requests, safety
from forum.web.manifest import Feature

FEATURE = Feature(
    name="privacy",
    models=(models,),
    views=(own_data.blueprint, requests.blueprint, safety.blueprint),
    handlers={RETENTION: remove_old},
    outside=frozenset({RETENTION}),
    nightly=(enqueue_retention,),
    personal_data=PERSONAL_DATA,
    retention=RULES,
)
