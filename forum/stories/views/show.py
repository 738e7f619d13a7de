"""The page of one story, and keeping it true."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.barriers.cards import path as barrier_path
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.councils.identity import Identity, current_identity
from forum.follows.loaders import around_post
from forum.stories.actions import publish
from forum.stories.actions.publish import ASK_AFTER
from forum.stories.cards import groups_of, kind_label, path, told_by
from forum.stories.handlers import is_old
from forum.stories.measures import COST_RULE, amount, change_in_words, change_of, cost_in_words, unit_of
from forum.stories.models import Outcome, Story
from forum.stories.permissions import may_change_story, may_check_outcome, may_uncheck_outcome
from forum.stories.presenters import (
    BarrierLine,
    OutcomeShown,
    checked_words,
    facts,
    figures,
    grant_rows,
    missing_parts,
)
from forum.stories.queries import OwnGroups
from forum.stories.views.loaders import read_own_story, read_story, to_story
from forum.stories.vocabulary import LESSON_LABELS, METHOD_LABELS, LessonKind, Method
from forum.threads.permissions import may_comment
from forum.threads.queries import list_comments, list_pictures, list_undescribed
from forum.threads.retractions import name_trace
from forum.threads.visibility import known_area, may_read
from forum.web.forms import check_button
from forum.web.guards import open_to_suspended, public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("story", __name__)


@blueprint.get("/stories/<int:number>", defaults={"slug": None})
@blueprint.get("/stories/<int:number>-<slug>")
@public
def show(number: int, slug: str | None) -> ResponseReturnValue:
    """One story: what was done, what came of it in numbers, what stood in the way. An old address leads here."""
    story, groups = read_story(number)
    if f"{number}-{slug}" != story.numbered_slug:
        return redirect(path(story), 308 if slug else 302)
    identity = current_identity()
    keep_for_visitors()
    return render_template(
        "stories/show.html",
        **_story(story, identity, groups),
        **_around(story, identity),
        **_comments(story, identity),
    )


@blueprint.post("/stories/<int:number>/still-true")
@signed_in
@limit(per_hour(60), name="keep_story")
def still_true(number: int) -> ResponseReturnValue:
    """Record that a story is still true."""
    story = _pressed(number)
    publish.confirm_story(story=story)
    flash("Thank you. We ask again in a year.", "success")
    return to_story(story)


@blueprint.post("/stories/<int:number>/archive")
@open_to_suspended
@signed_in
@limit(per_hour(60), name="keep_story")
def archive(number: int) -> ResponseReturnValue:
    """Archive a story: its page stays, lists leave it out."""
    story = _pressed(number)
    publish.archive_story(story=story)
    flash("The story is kept for the record. It is no longer shown in lists.", "success")
    return to_story(story)


@blueprint.post("/stories/<int:number>/restore")
@signed_in
@limit(per_hour(60), name="keep_story")
def restore(number: int) -> ResponseReturnValue:
    """Return a story to the others."""
    story = _pressed(number)
    publish.restore_story(story=story)
    flash("The story is back in the list.", "success")
    return to_story(story)


@blueprint.post("/stories/<int:number>/close-hints")
@signed_in
@limit(per_hour(60), name="keep_story")
def close_hints(number: int) -> ResponseReturnValue:
    """Stop saying what could be added."""
    story = _pressed(number)
    publish.close_hints(story=story)
    return to_story(story)


def _pressed(number: int) -> Story:
    story = read_own_story(number)
    check_button()
    return story


def _story(story: Story, identity: Identity, groups: OwnGroups) -> dict[str, Any]:
    may_change = may_change_story(identity, story, groups.spoken_for)
    return {
        "story": story,
        "area": known_area(identity, story),
        "told_by": told_by(story),
        "name_trace": name_trace(story),
        "kind_label": kind_label(story),
        "groups": groups_of(story),
        "facts": facts(story),
        "grant_rows": grant_rows(story),
        "figures": figures(story),
        "outcomes": [_outcome(one, story, identity, groups) for one in story.outcomes],
        "cost_rule": COST_RULE,
        "lessons": _lessons(story),
        "met": _barriers(story, identity),
        "may_change": may_change,
        "missing": missing_parts(story) if may_change and not story.hint_closed_at else [],
        "still_true_after": ASK_AFTER,
        "asks_still_true": may_change and story.archived_at is None and is_old(story),
        "pictures": list_pictures(story),
        "undescribed": list_undescribed(story, may_change=may_change),
        "ask_url": _ask_url(story),
    }


def _comments(story: Story, identity: Identity) -> dict[str, Any]:
    page = list_comments(thread=story, identity=identity, cursor=request.args.get("comments"))
    return {"comments": page, "comments_page": links(page, by="comments", _anchor="comments")}


def _outcome(one: Outcome, story: Story, identity: Identity, groups: OwnGroups) -> OutcomeShown:
    return OutcomeShown(
        row=one,
        before=amount(one.baseline, one) if one.baseline is not None else "",
        after=amount(one.result, one),
        change=change_in_words(one),
        bars=[("Before", one.baseline), ("After", one.result)] if change_of(one) else [],
        unit=unit_of(one),
        cost=cost_in_words(one, story.cash_pounds),
        method=METHOD_LABELS[Method(one.method)] if one.method else "",
        checked=checked_words(one),
        may_check=may_check_outcome(identity, story, groups.all) and one.checked_by_id != identity.person_id,
        may_uncheck=may_uncheck_outcome(identity, one),
    )


def _lessons(story: Story) -> list[tuple[str, list[str]]]:
    grouped = [
        (label, [one.words for one in story.lessons if LessonKind(one.kind) == kind])
        for kind, label in LESSON_LABELS.items()
    ]
    return [(label, words) for label, words in grouped if words]


def _barriers(story: Story, identity: Identity) -> list[BarrierLine]:
    """List the barriers met that this reader may know of."""
    return [
        BarrierLine(
            title=one.barrier.title,
            url=barrier_path(one.barrier),
            state=str(one.barrier.state),
            state_label=STATE_LABELS[State(one.barrier.state)],
            council=one.barrier.council.name if one.barrier.council else "",
            how=one.how,
        )
        for one in story.barriers_met
        if may_read(identity, one.barrier)
    ]


def _ask_url(story: Story) -> str:
    return url_for("ask.start", about=story.id, group=story.group_id or None)


def _around(story: Story, identity: Identity) -> dict[str, Any]:
    """What stands around the story: sharing, following, tags, comments."""
    return {
        **around_post(story, identity),
        "may_comment": may_comment(identity, story),
    }
