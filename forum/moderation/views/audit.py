"""The audit log, for moderators and administrators."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.guards import moderators_only
from forum.core.audit import list_audit
from forum.core.row_ids import read_id
from forum.core.text import clean_line
from forum.moderation.audit_words import audit_lines, list_acts
from forum.web.list_pages import links

blueprint = Blueprint("audit", __name__)
LONGEST_VERB = 40


@blueprint.get("/moderation/log")
@moderators_only
def log() -> ResponseReturnValue:
    """Show what those with power over others did and saw, newest first."""
    verb, who = (clean_line(request.args.get(name, ""))[:LONGEST_VERB] for name in ("what", "who"))
    page = list_audit(verb=verb, actor_id=read_id(who), cursor=request.args.get("page"))
    return render_template(
        "moderation/log.html",
        lines=audit_lines(page.rows),
        pages=links(page, what=verb, who=who),
        verbs=list_acts(),
        verb=verb,
        who=who,
    )
