"""The manifest of dashboards: the figures."""

from __future__ import annotations

from forum.dashboards import cli, handlers, models, subscribers
from forum.dashboards.engine import snapshot_sync
from forum.dashboards.followables import FollowableObstacle
from forum.dashboards.personal_data import PERSONAL_DATA
from forum.dashboards.views import dashboard, follows, months, obstacles, responses, share_cards
from forum.follows.followables import FollowFeature

FEATURE = FollowFeature(
    name="dashboards",
    models=(models,),
    views=(
        dashboard.blueprint,
        months.blueprint,
        obstacles.blueprint,
        share_cards.blueprint,
        follows.blueprint,
        responses.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers=handlers.HANDLERS,
    batched=frozenset({snapshot_sync.REFRESH}),
    outside=frozenset({snapshot_sync.CHECK, snapshot_sync.REBUILD}),
    nightly=(snapshot_sync.schedule_check,),
    beside=(snapshot_sync.rebuild_if_needed,),
    followables=(FollowableObstacle(),),
    personal_data=PERSONAL_DATA,
)
