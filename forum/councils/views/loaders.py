"""What the pages of a council's settings share: who may see them, and how a form comes back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.councils.permissions import may_change_settings
from forum.councils.queries import get_council


def settings_council(slug: str) -> Council:
    """Read a council whose settings this person may change; 403 for others."""
    council = get_council(slug) or abort(404)
    if not may_change_settings(current_identity(), council):
        abort(403)
    return council


def typed(form: Any) -> dict[str, Any]:  # noqa: ANN401  # WTForms has no types
    """Return what was typed, by the names of the fields."""
    return {name: value for name, value in form.data.items() if name != "csrf_token"}


def settings_form(
    heading: str,
    council: Council,
    form: Any,  # noqa: ANN401  # the same
    *,
    button: str = "Save",
) -> ResponseReturnValue:
    """Show one form of the settings, with what is wrong in it."""
    page = render_template(
        "councils/settings_form.html", heading=heading, council=council, form=form, button=button
    )
    return page, 422 if form.is_submitted() else 200


def done(council: Council, words: str, endpoint: str = "councils.settings") -> ResponseReturnValue:
    """Say that it is done, back on the page of the settings."""
    flash(words, "success")
    return redirect(url_for(endpoint, slug=council.slug), 303)
