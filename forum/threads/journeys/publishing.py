"""The end of a journey: a draft becomes a thread, once, and whoever published it gets a receipt."""

from __future__ import annotations

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.groups.queries import list_groups_of
from forum.threads.actions.drafts import close_draft
from forum.threads.holds.circumstances import TRAPPED, note_journey
from forum.threads.holds.loaders import kept_words
from forum.threads.journeys.emails import mail_receipt
from forum.threads.journeys.kind import Filling, Journey, NotReadyError, Published, Who
from forum.threads.journeys.opening import forget, path_of_published
from forum.threads.models import Draft

WAITS = "It is in your own name for now: we have asked whether you may speak for {}."
SUSPENDED = "You are suspended from posting. What you wrote is saved for now. You can still read everything."
ONE_MORE = "One more thing before we can publish this."


def publish(journey: Journey, draft: Draft, person: Person) -> ResponseReturnValue:
    """Publish a draft, once: one that was published leads to what it became.

    Raises NotReadyError where something typed is not right.
    """
    if not journey.may_publish():
        abort(403)
    if person.is_suspended_from_posting:  # they came by a mailed link, as nobody
        abort(403, SUSPENDED)
    db.session.flush()  # what was kept a moment ago must not be read over
    db.session.refresh(draft, with_for_update=True)  # a double submit waits here for the first
    if draft.published_thread_id is not None:
        return redirect(path_of_published(draft), 303)
    unfinished = first_unfinished(journey, draft, Who(person, list_groups_of(person)))
    if unfinished is not None:
        raise NotReadyError(unfinished, ONE_MORE)
    _note_how(draft)
    published = journey.publish(draft.answers, person)
    close_draft(draft=draft, thread=published.thread, person=person)
    forget(journey)
    _say(journey, published, person)
    if published.waits_for:
        flash(WAITS.format(published.waits_for), "info")
    return redirect(published.path, 303)


def _note_how(draft: Draft) -> None:
    """Note how it was written; a visitor's draft went through their mail before it came here, so no time is told."""
    note_journey(
        took=clock.now() - draft.created_at,
        is_timed=draft.person_id is not None,
        is_trapped=TRAPPED in draft.answers,
    )


def _say(journey: Journey, published: Published, person: Person) -> None:
    """Say what became of it, and mail a receipt; what waits for a moderator is told of when it is let through."""
    thread = published.thread
    if thread.author_id == person.id and not thread.is_in_sight:
        flash(kept_words(journey.wording.noun), "success")
        return
    if not published.waits:
        mail_receipt(journey, thread, person)
    flash(published.message, "success")


def publish_or_lead_back(journey: Journey, draft: Draft, person: Person) -> ResponseReturnValue:
    """Publish a draft; where something is not right, lead to the step that says what."""
    try:
        return publish(journey, draft, person)
    except NotReadyError as refused:
        return lead_back(journey, draft, refused)


def lead_back(journey: Journey, draft: Draft, refused: NotReadyError) -> ResponseReturnValue:
    """Lead to the step that can mend what was refused, and say there what is wrong."""
    flash(refused.sentence, "info")
    url = journey.url("step", journey.place(draft.answers), key=draft.key, step=refused.step, check=1)
    return redirect(url, 303)


def first_unfinished(journey: Journey, draft: Draft, who: Who) -> str | None:
    """Name the first step whose answers, checked anew, are not right; None when all are."""
    for step in journey.steps:
        if not journey.form(step.name, Filling(who, draft.answers, csrf=False)).validate():
            return step.name
    return None
