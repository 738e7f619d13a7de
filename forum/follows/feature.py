"""The manifest of follows: who wants to hear of what, and how often."""

from __future__ import annotations

from forum.follows import models, subscribers, views
from forum.follows.followables import FollowFeature
from forum.follows.followables_below import FOLLOWABLES_BELOW
from forum.follows.personal_data import PERSONAL_DATA

FEATURE = FollowFeature(
    name="follows",
    models=(models,),
    views=(views.blueprint,),
    subscribers=(subscribers.register,),
    followables=FOLLOWABLES_BELOW,
    personal_data=PERSONAL_DATA,
)
