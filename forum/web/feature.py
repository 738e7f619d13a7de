"""The manifest of web: what the frame of the site brings."""

from __future__ import annotations

from forum.core import bounces
from forum.core.mail import deliver
from forum.core.outbox import MAIL
from forum.core.rerender import rerender_outdated
from forum.web import developers, health, mail_commands
from forum.web.manifest import Feature

FEATURE = Feature(
    name="web",
    models=(bounces,),
    commands=(mail_commands.register,),
    views=(health.blueprint, developers.blueprint),
    handlers={MAIL: deliver},
    outside=frozenset({MAIL}),
    apart=frozenset({MAIL}),
    beside=(rerender_outdated,),
)
