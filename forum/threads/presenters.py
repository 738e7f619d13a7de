"""What the page of every post shows around it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from forum.core.urls import with_host
from forum.councils.identity import Identity
from forum.threads.kinds import path_of
from forum.threads.models import Thread
from forum.threads.queries import is_following
from forum.web.urls import current_path


def around_post(thread: Thread, identity: Identity) -> dict[str, Any]:
    """Return what all posts have around them: sharing, reporting, following, tags and who answers."""
    return {
        "share_url": with_host(path_of(thread)),
        "sign_in_url": url_for("accounts.sign_in", next=current_path()),
        "report_url": url_for("reports.report", number=thread.id),
        "following": is_following(thread, identity.person_id),
        "tags": [(tag.name, url_for("tag_pages.tag", name=tag.name)) for tag in thread.tags],
        "council_name": thread.council.name if thread.council else "the council",
    }
