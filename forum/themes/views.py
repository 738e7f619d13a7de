"""Themes for the leads of a council and for moderators: the list, one theme, and what they decide."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.formatting import count
from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.councils.queries import get_council
from forum.search.current import meaning
from forum.themes.actions.decisions import (
    NothingToChangeError,
    dismiss_theme,
    merge_theme,
    tag_theme,
    undo_decision,
)
from forum.themes.forms import ThemeDismissForm, ThemeMergeForm, ThemeTagForm
from forum.themes.permissions import may_see_themes, may_tag_barrier, may_undo_decision
from forum.themes.presenters import barrier_lines, name_of, reasons, theme_line
from forum.themes.queries.offered import (
    ReadTheme,
    find_decision,
    find_theme,
    get_decision,
    list_decisions,
    list_offered,
)
from forum.themes.vocabulary import DISMISSAL_REASONS, VERDICTS, DismissalReason
from forum.web.forms import check_button
from forum.web.list_pages import cursor, links
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("themes", __name__)
LONGEST_SLUG = 80


@blueprint.get("/themes")
@signed_in
def themes() -> ResponseReturnValue:
    """List the themes that are offered to a desk, and what it decided last."""
    council, identity = _desk(), current_identity()
    page = list_offered(identity, council, cursor())
    decisions = list_decisions(council)
    return render_template(
        "themes/list.html",
        council=council,
        desks=_desks(),
        is_on=meaning() is not None,
        themes=[theme_line(one) for one in page.rows],
        pages=links(page, council=council.slug if council else None),
        decisions=decisions,
        undoable={one.id for one in decisions if may_undo_decision(identity, one, clock.now())},
        name_of=name_of,
        verdicts=VERDICTS,
        reasons=DISMISSAL_REASONS,
    )


@blueprint.get("/themes/<int:number>")
@signed_in
def show(number: int) -> ResponseReturnValue:
    """Show one theme: why it may be one, its barriers, and what can be done with it."""
    council = _desk()
    return _page(_theme(number, council), council)


@blueprint.post("/themes/<int:number>/tag")
@signed_in
@limit(per_hour(60), name="decide_theme")
def tag(number: int) -> ResponseReturnValue:
    """Accept a theme as a tag."""
    council = _desk()
    read, form = _theme(number, council), ThemeTagForm()
    if not form.validate_on_submit():
        return _page(read, council, tagging=form)
    barriers = [one for one in read.of(council) if may_tag_barrier(current_identity(), one)]
    try:
        decision = tag_theme(
            theme=read.theme, council=council, barriers=barriers, name=form.name, by=signed_in_person()
        )
    except NothingToChangeError as error:
        form.tag.errors = [str(error)]
        return _page(read, council, tagging=form)
    return _done(council, f"{count(len(decision.barrier_ids), 'barrier')} now carry the tag {decision.tag}.")


@blueprint.post("/themes/<int:number>/merge")
@signed_in
@limit(per_hour(60), name="decide_theme")
def merge(number: int) -> ResponseReturnValue:
    """Accept a theme as one case of a council."""
    council = _desk()
    read = _theme(number, council)
    form = _merging(read, council)
    if council is None:
        abort(403, "Only the leads of a council can merge its cases.")
    if not form.validate_on_submit():
        return _page(read, council, merging=form)
    cases = read.of(council)
    main = next(one for one in cases if str(one.id) == form.main.data)
    try:
        decision = merge_theme(
            theme=read.theme, council=council, barriers=cases, main=main, by=signed_in_person()
        )
    except NothingToChangeError as error:
        form.main.errors = [str(error)]
        return _page(read, council, merging=form)
    return _done(council, f"{count(len(decision.barrier_ids), 'case')} merged with it.")


@blueprint.post("/themes/<int:number>/dismiss")
@signed_in
@limit(per_hour(60), name="decide_theme")
def dismiss(number: int) -> ResponseReturnValue:
    """Dismiss a theme for good."""
    council = _desk()
    read, form = _theme(number, council), ThemeDismissForm()
    if not form.validate_on_submit():
        return _page(read, council, dismissing=form)
    dismiss_theme(
        theme=read.theme,
        council=council,
        number=len(read.barriers),
        reason=DismissalReason(form.reason.data),
        by=signed_in_person(),
    )
    return _done(council, "It will not be offered again.")


@blueprint.post("/themes/decisions/<int:number>/undo")
@signed_in
@limit(per_hour(60), name="decide_theme")
def undo(number: int) -> ResponseReturnValue:
    """Undo a decision on a theme."""
    decision = get_decision(number)
    if decision is None or not may_see_themes(current_identity(), decision.council):
        abort(404)
    if not may_undo_decision(current_identity(), decision, clock.now()):
        abort(403, "This was undone already, or was decided more than a month ago.")
    check_button()
    undo_decision(decision=decision, by=signed_in_person())
    return _done(decision.council, "That was undone. The theme is offered again.")


def _desk() -> Council | None:
    """Return the council for which somebody looks at themes: the one in the address, else the first they lead; None for all."""
    identity = current_identity()
    slug = request.args.get("council", "")[:LONGEST_SLUG]
    council = (get_council(slug) or abort(404)) if slug else None
    if council is None and not identity.is_moderator:
        council = next(iter(_desks()), None)
        if council is None:
            abort(403, "Themes are for the leads of councils, and for moderators.")
    if not may_see_themes(identity, council):
        abort(403, "Themes are for the leads of councils, and for moderators.")
    return council


def _desks() -> list[Council]:
    identity = current_identity()
    return [one for one in identity.councils if may_see_themes(identity, one)]


def _theme(number: int, council: Council | None) -> ReadTheme:
    return find_theme(number, current_identity(), council) or abort(404)


def _merging(read: ReadTheme, council: Council | None) -> ThemeMergeForm:
    form = ThemeMergeForm()
    form.offer((one.id, one.title) for one in _cases(read, council))
    return form


def _cases(read: ReadTheme, council: Council | None) -> list[Barrier]:
    """Return those of a council's barriers that others can be merged with."""
    return [one for one in read.of(council) if one.same_as_id is None] if council is not None else []


def _page(read: ReadTheme, council: Council | None, **forms: Any) -> ResponseReturnValue:  # noqa: ANN401  # forms
    shown = {
        "tagging": ThemeTagForm(formdata=None, data={"tag": next(iter(read.theme.words), "")}),
        "merging": _merging(read, council),
        "dismissing": ThemeDismissForm(formdata=None),
        **forms,
    }
    page = render_template(
        "themes/show.html",
        council=council,
        line=theme_line(read),
        why=reasons(read),
        barriers=barrier_lines(read),
        own=len(read.of(council)),
        cases=len(_cases(read, council)),
        decision=find_decision(read.theme, council),
        verdicts=VERDICTS,
        form=next(iter(forms.values()), None),
        **shown,
    )
    return page, 422 if forms else 200


def _done(council: Council | None, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".themes", council=council.slug if council else None), 303)
