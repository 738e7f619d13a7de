"""What the steps of a report share: opening it, showing a step, publishing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.models import Person
from forum.barriers.actions.report import ReportRefusedError, report_barrier
from forum.barriers.answers import DRAFT_KIND
from forum.barriers.cards import card
from forum.barriers.forms.log import NEW_GROUP, NO_GROUP, VISIBILITIES
from forum.barriers.forms.steps import STEPS, first_unfinished, read_report
from forum.barriers.likeness import help_from_others
from forum.barriers.permissions import may_report_barrier
from forum.barriers.queries.places import get_area_of, get_council_by_number, get_department_of, read_id
from forum.barriers.queries.similar import find_removed_elsewhere, find_similar_here
from forum.barriers.views.log_summary import summary
from forum.barriers.vocabulary import CATEGORY_BY_CODE, CATEGORY_GROUPS
from forum.core.text import TextRefused
from forum.councils.models import Council
from forum.councils.standing import current_standing
from forum.groups.actions import find_or_create_group
from forum.groups.models import Group
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.forms import Form

SESSION_KEY = "draft"
BACK_KEY = "report_back"  # a page of ours that asked for the report, and is told its number
OTHER = "other"  # stands by itself, so that nobody has to guess its group
EXAMPLES = 2  # kinds that stand beside the heading of their group
TITLES = {
    "story": "What got in the way?",
    "place": "Where, and what kind?",
    "similar": "Is it one of these?",
    "details": "Tell us more, if you like",
    "send": "Check and send",
}


def open_draft(key: str) -> Draft | ResponseReturnValue:
    """Give the report this key opens, or the answer to send where it does not, or leads on."""
    draft = get_draft(key, kind=DRAFT_KIND)
    if draft is None:
        return make_response(render_template("barriers/log_gone.html"), 404)
    person = current_person()
    if draft.person_id is not None and person is not None and draft.person_id != person.id:
        return make_response(render_template("barriers/log_gone.html"), 404)
    if draft.published_thread_id is not None:
        return redirect(f"/barriers/{draft.published_thread_id}", 303)
    if draft.person_id is not None and person is None and request.method == "GET":
        return redirect(where_to_sign_in(request.path))
    return draft


def where_to_sign_in(path: str) -> str:
    """Give the address of the sign-in page that leads back to a path of ours."""
    return "/sign-in?next=" + quote(path)


def show_step(step: str, form: Form, *, draft: Draft | None, failed: bool) -> ResponseReturnValue:
    """Show one step of the report."""
    answers: dict[str, Any] = draft.answers if draft else {}
    page = render_template(
        f"barriers/log_{step}.html",
        form=form,
        draft=draft,
        step=step,
        heading=TITLES[step],
        number=STEPS.index(step) + 1,
        total=len(STEPS),
        back=_back(draft, step),
        then=request.args.get("then", "") == "send",
        **_more(step, answers, draft.key if draft else ""),
    )
    return page, 422 if failed else 200


def publish(draft: Draft, person: Person, groups: Sequence[Group]) -> ResponseReturnValue:
    """Publish a report; where something is not right yet, lead to the step that says what."""
    if not may_report_barrier(current_standing()):
        abort(403)
    unfinished = first_unfinished(draft.answers, groups=groups)
    if unfinished is not None:
        flash("One more thing before we can publish this.", "info")
        return redirect(url_for("barrier_log.step", key=draft.key, step=unfinished, check=1), 303)
    council = get_council_by_number(draft.answers.get("council"))
    try:
        barrier = report_barrier(
            report=read_report(draft.answers),
            author=person,
            group=_group(draft.answers, groups, council, person),
            council=council,
            area=get_area_of(council, draft.answers.get("area")),
            department=get_department_of(council, draft.answers.get("department")),
            draft=draft,
        )
    except (ReportRefusedError, TextRefused) as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("barrier_log.step", key=draft.key, step="story"), 303)
    session.pop(SESSION_KEY, None)
    flash("Thank you. Your report is here now, and we tell you when something changes.", "success")
    back = session.pop(BACK_KEY, None)
    return redirect(f"{back}?barrier={barrier.id}" if back else f"/barriers/{barrier.numbered_slug}", 303)


def _group(
    answers: dict[str, Any], groups: Sequence[Group], council: Council | None, person: Person
) -> Group | None:
    choice, name = answers.get("group", ""), answers.get("group_name", "")
    if choice == NO_GROUP:
        return None
    own = next((group for group in groups if group.id == read_id(choice)), None)
    if own is not None and choice != NEW_GROUP:
        return own
    return find_or_create_group(name=name, council=council, person=person) if name else None


def _back(draft: Draft | None, step: str) -> str | None:
    if draft is None or step == "story":
        return None
    return url_for("barrier_log.step", key=draft.key, step=STEPS[STEPS.index(step) - 1])


def _more(step: str, answers: dict[str, Any], key: str) -> dict[str, Any]:
    """What a step shows besides its form."""
    if step == "place":
        return _place()
    if step == "similar":
        return _similar(answers, key)
    return _send(answers, key) if step == "send" else {}


def _place() -> dict[str, Any]:
    groups = [
        (
            group.label,
            " · ".join(one.label for one in group.categories[:EXAMPLES]) + " …",
            [(one.code, one.label, one.help) for one in group.categories if one.code != OTHER],
        )
        for group in CATEGORY_GROUPS
    ]
    return {"category_groups": groups, "other": CATEGORY_BY_CODE[OTHER]}


def _similar(answers: dict[str, Any], key: str) -> dict[str, Any]:
    council = get_council_by_number(answers.get("council"))
    wanted = {
        "council_id": council.id if council else None,
        "category": answers.get("category", ""),
        "words": answers.get("title", ""),
        "story": answers.get("what_happened", ""),
    }
    standing = current_standing()
    alike, gone = find_similar_here(**wanted), find_removed_elsewhere(**wanted)
    here = [
        {**card(one, standing), "join_url": f"/barriers/{one.id}/affects-us?draft={key}"} for one in alike
    ]
    removed = [card(one, standing) for one in gone]
    others = help_from_others(
        title=wanted["words"], story=wanted["story"], barriers=[*alike, *gone], standing=current_standing()
    )
    return {"here": here, "removed": removed, "council": council, **others}


def _send(answers: dict[str, Any], key: str) -> dict[str, Any]:
    return {
        "summary": summary(answers, key),
        "visibility_help": {str(code): text for code, _, text in VISIBILITIES},
    }
