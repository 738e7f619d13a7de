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
            "sent_mails",
            "Emails that were sent, and other work that is done",
            lambda: settings().sent_mails_kept,
            outbox.forget_done,
        ),
        RetentionRule(
            "mail_files",
            "Emails written to a folder, where no mail server is set",
            lambda: settings().sent_mails_kept,
            forget_old_files,
        ),
        RetentionRule(
            "failed_mails",
            "Emails that could not be sent",
            lambda: settings().failed_mails_kept,
            outbox.forget_dead,
        ),
        RetentionRule(
            "bounces", "Notices that an email came back", lambda: bounces.KEPT, bounces.forget_old_bounces
        ),
        RetentionRule(
            "counters",
            "Counters of uses by network and person",
            lambda: settings().counters_kept,
            rate_limits.forget_old,
        ),
        RetentionRule(
            "interrupted_forms",
            "Forms that were cut off when a session ended",
            lambda: interrupted_forms.HELD_FOR,
            interrupted_forms.forget_old_forms,
        ),
    ),
)
