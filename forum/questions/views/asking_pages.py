"""What the steps of asking share: opening a draft, what it is about and for whom, publishing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import abort, flash, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.models import Person
from forum.barriers.forms.log import stored
from forum.barriers.queries.places import get_council_by_number, read_id
from forum.councils.queries import list_areas
from forum.councils.standing import VISITOR, current_standing
from forum.groups.models import Group
from forum.groups.queries import get_group, list_groups_of
from forum.questions.actions.asking import DRAFT_KIND, ask_question
from forum.questions.asked import THEY, Asked, is_named, whom_to_ask
from forum.questions.cards import path
from forum.questions.forms.asking import AskForm, PlaceFields
from forum.questions.permissions import may_ask, may_ask_about, may_ask_reporter
from forum.threads.kinds import can_read, path_of
from forum.threads.models import Draft, Thread
from forum.threads.queries import get_draft, get_thread

SESSION_KEY = "question_draft"


def open_draft(key: str) -> Draft | ResponseReturnValue:
    """Give the question this key opens, or the answer to send where it does not, or leads on."""
    draft, person = get_draft(key, kind=DRAFT_KIND), current_person()
    if draft is None or (person is not None and draft.person_id not in {None, person.id}):
        return make_response(render_template("questions/ask_gone.html"), 404)
    if draft.published_thread_id is not None:
        return redirect(f"/questions/{draft.published_thread_id}", 303)
    if draft.person_id is not None and person is None:
        flash("You were signed out. What you typed is kept: sign in to go on.", "info")
        return redirect("/sign-in?next=" + quote(request.path), 303)
    return draft


def get_about(answers: dict[str, Any]) -> Thread | None:
    """Read the thread a draft is about, if everybody can read it."""
    number = read_id(str(answers.get("about", "")))
    thread = get_thread(number) if number is not None else None
    if thread is None or not can_read(VISITOR, thread) or not may_ask_about(current_standing(), thread):
        return None
    return thread


def get_asked(answers: dict[str, Any]) -> Asked:
    """Read whom a draft asks first: the group of an address, or those behind the thread it is about."""
    number = read_id(str(answers.get("to_group", "")))
    group = get_group(number) if number is not None else None
    if group is not None:
        return Asked(group=group)
    about = get_about(answers)
    if about is None or answers.get("asks") != "them":
        return Asked()
    return whom_to_ask(about)


def context(answers: dict[str, Any]) -> dict[str, Any]:
    """Say on each step what is asked about, and of whom."""
    about, asked = get_about(answers), get_asked(answers)
    name = asked.group.name if asked.group else ""
    if asked.reporter and about is not None:
        name = about.author.name if is_named(about) else THEY
    about_link = (about.title, path_of(about)) if about is not None else None
    return {"about": about_link, "asked": name, "asks_them": asked.group is not None or asked.reporter}


def ask_form(answers: dict[str, Any], *, is_typed: bool = False, csrf: bool = True) -> AskForm:
    """Make the form of the first step, filled with what was just typed, or else with what is kept."""
    person = current_person()
    form = AskForm(
        formdata=request.form if is_typed else stored(answers), meta={} if csrf else {"csrf": False}
    )
    groups = list_groups_of(person)
    form.offer_groups(groups)
    if groups and not form.group.data:
        form.group.data = str(groups[0].id)
    offer_areas(form, answers)
    return form


def offer_areas(form: PlaceFields, answers: dict[str, Any]) -> None:
    """Offer the places of the council that is known by now."""
    council = get_council_by_number(answers.get("council"))
    if council is not None:
        form.offer_areas((str(one.id), one.name) for one in list_areas(council))


def publish(draft: Draft, person: Person, groups: list[Group]) -> ResponseReturnValue:
    """Publish the question of a draft; where something is not right, lead back to the step that says what."""
    standing = current_standing()
    if not may_ask(standing):
        abort(403)
    form = ask_form(draft.answers, csrf=False)
    if not form.validate():
        flash("One more thing before we can publish this.", "info")
        return redirect(f"/questions/ask/{draft.key}/write?check=1", 303)
    about, asked = get_about(draft.answers), get_asked(draft.answers)
    if about is not None and asked.reporter and not may_ask_reporter(standing, about):
        flash("You posted that yourself, so we ask everybody instead.", "info")
        asked = Asked()
    council, area = form.place()
    own = next((one for one in groups if str(one.id) == form.group.data), None)
    question = ask_question(
        asking=form.asking(),
        author=person,
        group=own,
        council=council,
        area=area,
        about=about,
        asked=asked,
        draft=draft,
    )
    session.pop(SESSION_KEY, None)
    flash("Your question is here now. We write to you when somebody answers.", "success")
    return redirect(path(question), 303)
