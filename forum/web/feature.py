"""The manifest of web: what the frame of the site brings."""

from __future__ import annotations

from forum.core import bounces, interrupted_forms, outbox, rate_limits
from forum.core.mail import deliver, forget_old_files
from forum.core.outbox import MAIL
from forum.core.personal_data import RetentionRule
from forum.core.rerender import rerender_outdated
from forum.core.settings import settings
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
    retention=(
        RetentionRule(
            code="sent_mails",
            label="Emails that were sent, and other work that is done",
            lasts=lambda: settings().sent_mails_kept,
            remove=outbox.forget_done,
        ),
        RetentionRule(
            code="mail_files",
            label="Emails written to a folder, where no mail server is set",
            lasts=lambda: settings().sent_mails_kept,
            remove=forget_old_files,
        ),
        RetentionRule(
            code="failed_mails",
            label="Emails that could not be sent",
            lasts=lambda: settings().failed_mails_kept,
            remove=outbox.forget_dead,
        ),
        RetentionRule(
            code="bounces",
            label="Notices that an email came back",
            lasts=lambda: bounces.KEPT,
            remove=bounces.forget_old_bounces,
        ),
        RetentionRule(
            code="counters",
            label="Counters of uses by network and person",
            lasts=lambda: settings().counters_kept,
            remove=rate_limits.forget_old,
        ),
        RetentionRule(
            code="interrupted_forms",
            label="Forms that were cut off when a session ended",
            lasts=lambda: interrupted_forms.HELD_FOR,
            remove=interrupted_forms.forget_old_forms,
        ),
    ),
)
