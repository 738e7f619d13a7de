"""Opening a draft: whose it is, where it leads when it is published, and which one this browser began."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.next_paths import start_page
from forum.accounts.sessions import KEPT_PREFIX
from forum.core.db import db
from forum.groups.queries import list_groups_of
from forum.threads.journeys.kind import Journey, Who
from forum.threads.kinds import path_of
from forum.threads.models import Draft, Thread
from forum.threads.queries import get_draft
from forum.web.urls import current_path

SIGNED_OUT = "You were signed out. What you typed is kept: sign in to continue."


def who_types(draft: Draft | None = None) -> Who:
    """Return who types in this request, into this draft."""
    person = current_person()
    is_signed_out = person is None and draft is not None and draft.person_id is not None
    return Who(person, list_groups_of(person), is_signed_out)


def open_draft(journey: Journey, key: str, place: dict[str, int]) -> Draft | ResponseReturnValue:
    """Return the draft this key opens, or the answer to send where it does not, or leads on.

    A visitor's draft is theirs who have its key, a member's is theirs alone. What a member sends after their
    session ended is taken (`go_on` leads them to sign in), but nothing is shown.
    """
    draft, person = get_draft(key, kind=journey.kind), current_person()
    if draft is None or (person is not None and draft.person_id not in {None, person.id}):
        return show_gone(journey, place)
    if journey.place(draft.answers) != place:
        return show_gone(journey, place)
    if draft.published_thread_id is not None:
        return redirect(path_of_published(draft), 303)
    if draft.person_id is not None and person is None and request.method == "GET":
        return lead_to_sign_in()
    return draft


def show_gone(journey: Journey, place: dict[str, int]) -> ResponseReturnValue:
    """Say that there is no such draft, or no more, and offer to begin one."""
    begin_url = journey.url("start", place, new=1)
    return render_template("journeys/gone.html", wording=journey.wording, begin_url=begin_url), 404


def lead_to_sign_in() -> ResponseReturnValue:
    """Lead somebody whose session ended to the sign-in page, and back to this step."""
    flash(SIGNED_OUT, "info")
    return redirect(
        url_for("accounts.sign_in", next=current_path()), 303 if request.method == "POST" else 302
    )


def path_of_published(draft: Draft) -> str:
    """Return the address of the thread that a draft became; the start page where it is gone since."""
    thread = db.session.get(Thread, draft.published_thread_id)
    return path_of(thread) if thread is not None else start_page()


def remember(journey: Journey, draft: Draft) -> None:
    """Let this browser go on with a draft, also after somebody signs in in it."""
    session[KEPT_PREFIX + journey.kind] = draft.key


def forget(journey: Journey) -> None:
    """Let this browser begin anew."""
    session.pop(KEPT_PREFIX + journey.kind, None)


def find_begun(journey: Journey, place: dict[str, int]) -> Draft | None:
    """Find what this browser began here and may go on with."""
    draft, person = (
        get_draft(session.get(KEPT_PREFIX + journey.kind, ""), kind=journey.kind),
        current_person(),
    )
    if draft is None or draft.published_thread_id is not None or journey.place(draft.answers) != place:
        return None
    return draft if draft.person_id in {None, person.id if person else None} else None
