"""The manifest of councils: councils and their settings."""

from __future__ import annotations

from forum.councils import cli, handlers, subscribers
from forum.councils.identity import use_identity
from forum.councils.personal_data import PERSONAL_DATA
from forum.councils.views import branding, settings, thresholds
from forum.web.manifest import Feature, MenuEntry

FEATURE = Feature(
    name="councils",
    views=(settings.blueprint, thresholds.blueprint, branding.blueprint),
    commands=(cli.register,),
    subscribers=(subscribers.register,),
    handlers=handlers.HANDLERS,
    set_up=(use_identity,),
    menu=(MenuEntry(label="Councils", endpoint="places.councils", rank=60),),
    personal_data=PERSONAL_DATA,
)
