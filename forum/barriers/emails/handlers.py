"""What the worker does with the rows that ask for letters about barriers."""

from __future__ import annotations

from collections.abc import Mapping

from forum.barriers.emails import affected, officers
from forum.barriers.emails.overdue import notify_overdue
from forum.core.worker import Handler, for_each_payload

HANDLERS: Mapping[str, Handler] = {
    "tell_council": for_each_payload(officers.notify_council),
    "tell_officers": for_each_payload(officers.notify_officers),
    "tell_officers_corrected": for_each_payload(officers.notify_officers_corrected),
    "tell_assigned": for_each_payload(officers.notify_assigned),
    "tell_named": for_each_payload(officers.notify_named),
    "tell_overdue": notify_overdue,
    "tell_asked": for_each_payload(affected.notify_asked),
    "tell_elsewhere": for_each_payload(affected.notify_elsewhere),
}
