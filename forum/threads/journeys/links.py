"""The mailed link: one press confirms the address, signs in, and publishes what waits."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import use_link
from forum.accounts.expired_links import show_link_gone
from forum.accounts.models import UNNAMED, LinkPurpose, MailedLink, SignInMethod
from forum.accounts.next_paths import local_path
from forum.accounts.queries import find_link, next_path_of
from forum.accounts.sessions import begin_session
from forum.threads.journeys.kind import journey_of
from forum.threads.journeys.opening import path_of_published
from forum.threads.journeys.pages import show_button
from forum.threads.journeys.publishing import publish_or_lead_back
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.forms import ButtonForm
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("publish_by_link", __name__)


@blueprint.route("/publish/<token>", methods=["GET", "POST"])
@public
@limit(per_hour(60), name="use_link")
def publish_by_link(token: str) -> ResponseReturnValue:
    """Show what waits and one button, for mail programs look at links before people do; the button does it all."""
    path = next_path_of(token)
    draft, link = _draft_at(path), find_link(token, LinkPurpose.SIGN_IN)
    if draft is not None and draft.published_thread_id is not None:
        return redirect(path_of_published(draft), 303)
    if link is None:
        return show_link_gone(path)
    if draft is None or draft.person_id not in {None, link.person_id}:
        return redirect(
            url_for("accounts.link", token=token), 303
        )  # it signs in, and says that nothing waits
    form = ButtonForm()
    if not form.validate_on_submit():
        return show_button(journey_of(draft), draft, form)
    return _publish(link, draft)


def _publish(link: MailedLink, draft: Draft) -> ResponseReturnValue:
    person, path = link.person, local_path(link.next_path)
    if use_link(link=link, name=person.name or UNNAMED):
        begin_session(person, method=SignInMethod.LINK)
        return publish_or_lead_back(journey_of(draft), draft, person)
    return show_link_gone(path)


def _draft_at(path: str) -> Draft | None:
    """Return the draft that a link leads to: its key is the last but one part of the address."""
    parts = path.split("/")
    return get_draft(parts[-2]) if parts[-1] == "publish" else None
