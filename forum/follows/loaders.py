"""Loads what pages show of following: the button, and what stands around every post."""

from __future__ import annotations

from typing import Any

from flask import url_for

from forum.core.urls import with_host
from forum.councils.identity import Identity
from forum.follows.models import FollowKind
from forum.follows.presenters import FollowButton
from forum.follows.queries import find_follow, find_thread_follow
from forum.threads.kinds import path_of
from forum.threads.models import Thread
from forum.web.urls import current_path


def follow_button(identity: Identity, kind: FollowKind, key: str, title: str) -> FollowButton:
    """Return the button for a reader: one statement for who is signed in, none for visitors."""
    known = find_follow(person_id=identity.person_id, kind=kind, key=key)
    return FollowButton(kind, key, title, known, is_visitor=identity.person_id is None)


def around_post(thread: Thread, identity: Identity) -> dict[str, Any]:
    """Return what all posts have around them: sharing, reporting, following, tags and who answers."""
    known = find_thread_follow(thread, identity.person_id)
    return {
        "share_url": with_host(path_of(thread)),
        "sign_in_url": url_for("accounts.sign_in", next=current_path()),
        "report_url": url_for("reports.report", number=thread.id),
        "follow": FollowButton(
            FollowKind.THREAD, str(thread.id), "", known, is_visitor=identity.person_id is None
        ),
        "tags": [(tag.name, url_for("tag_pages.tag", name=tag.name)) for tag in thread.tags],
        "council_name": thread.council.name if thread.council else "the council",
    }
