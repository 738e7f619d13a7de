"""Telling a story: one page of words, one page to look at it; kept on the server from the first button on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.accounts.link_limits import mail_confirmation
from forum.accounts.models import Person
from forum.barriers.forms.log import NEW_GROUP, NO_GROUP, group_choices, stored
from forum.barriers.forms.steps import as_typed
from forum.barriers.likeness import like_a_draft
from forum.barriers.queries.places import get_area_of, get_council_by_number, read_id
from forum.core.db import commit
from forum.core.text import TextRefused, render
from forum.councils.models import Council
from forum.councils.standing import current_standing
from forum.groups.actions import find_or_create_group
from forum.groups.models import Group
from forum.groups.queries import list_groups_of
from forum.stories.actions.telling import tell_story
from forum.stories.cards import path
from forum.stories.forms.place import offer_areas_of
from forum.stories.forms.telling import SendForm, TellForm, VisitorSendForm
from forum.stories.permissions import may_tell_story
from forum.threads.actions.drafts import keep_answers, start_draft
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.addresses import number_asked
from forum.web.forms import ButtonForm
from forum.web.guards import public
from forum.web.rates import limit, per_hour

blueprint = Blueprint("story_tell", __name__)

KIND = "story"
SESSION_KEY = "story_draft"


@blueprint.route("/stories/tell", methods=["GET", "POST"])
@public
@limit(per_hour(30), name="tell_story")
def start() -> ResponseReturnValue:
    """Show the empty page, or go on with what this browser began; nothing is stored until it is sent."""
    form = TellForm(data=_place_asked())
    if form.validate_on_submit():
        draft = start_draft(person=current_person(), kind=KIND)
        return _keep_and_go_on(draft, form)
    if request.method == "GET" and "new" not in request.args:
        begun = get_draft(session.get(SESSION_KEY, ""), kind=KIND)
        if begun is not None and begun.published_thread_id is None and _is_ours(begun):
            return redirect(url_for("story_tell.words", key=begun.key))
    return _words_page(form, None)


@blueprint.route("/stories/tell/<key>", methods=["GET", "POST"])
@public
@limit(per_hour(300), name="story_step")
def words(key: str) -> ResponseReturnValue:
    """Show the words that are kept, or keep what was typed and go on to look at it."""
    draft = _open(key)
    if not isinstance(draft, Draft):
        return draft
    if request.method == "GET":
        return _words_page(TellForm(formdata=stored(draft.answers)), draft)
    form = TellForm()
    if form.validate():
        return _keep_and_go_on(draft, form)
    if not form.csrf_token.errors:
        keep_answers(draft=draft, answers=as_typed(form, request.form))
        commit()  # what was typed is kept, though the page comes back
    return _words_page(form, draft)


@blueprint.post("/stories/tell/<key>/keep")
@public
@limit(per_hour(1000), name="keep_draft")
def keep(key: str) -> ResponseReturnValue:
    """Keep what is typed so far, while people type."""
    draft = _open(key)
    if not isinstance(draft, Draft) or not ButtonForm().validate():
        return "", 409
    keep_answers(draft=draft, answers=as_typed(TellForm(), request.form))
    return "", 204


@blueprint.route("/stories/tell/<key>/check", methods=["GET", "POST"])
@public
@limit(per_hour(60), name="story_step")
def check(key: str) -> ResponseReturnValue:
    """Show the story as it will look, ask whose it is, and publish it; a visitor is sent a link."""
    draft = _open(key)
    if not isinstance(draft, Draft):
        return draft
    if not _is_whole(draft.answers):
        return redirect(url_for("story_tell.words", key=key), 303)
    person = current_person()
    form = _send_form(draft, person)
    if form.validate_on_submit():
        keep_answers(draft=draft, answers=as_typed(form, request.form))
        if person is not None:
            return _publish(draft, person)
        commit()  # kept, should the link be refused
        return _mail_link(draft, form)
    page = render_template(
        "stories/check.html", form=form, draft=draft, **_looks(draft.answers), **_like(draft.answers)
    )
    return page, 422 if form.errors else 200


@blueprint.get("/stories/tell/<key>/check-mail")
@public
def check_mail(key: str) -> ResponseReturnValue:
    """Tell a visitor that a link waits in their mail."""
    draft = _open(key)
    if not isinstance(draft, Draft):
        return draft
    again = url_for("story_tell.check", key=key)
    return render_template("stories/check_mail.html", again=again, email=draft.answers.get("email", ""))


@blueprint.route("/stories/tell/<key>/publish", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="tell_story")
def publish(key: str) -> ResponseReturnValue:
    """The end of the mailed link: one button that publishes."""
    draft = _open(key)
    if not isinstance(draft, Draft):
        return draft
    form = ButtonForm()
    if form.validate_on_submit():
        return _publish(draft, signed_in_person())
    page = render_template("stories/publish.html", form=form, **_looks(draft.answers))
    return page, 422 if form.errors else 200


def _place_asked() -> dict[str, str]:
    """Give the council and the ward that the address names, for the empty form."""
    number, area = number_asked("council"), number_asked("area")
    council = get_council_by_number(str(number)) if number else None
    return {"council_name": council.official_name, "area": str(area or "")} if council else {}


def _open(key: str) -> Draft | ResponseReturnValue:
    """Give the draft this key opens, or the answer to send where it does not, or leads on."""
    draft = get_draft(key, kind=KIND)
    if draft is None or not _is_ours(draft):
        return render_template("stories/gone.html"), 404
    if draft.published_thread_id is not None:
        return redirect(f"/stories/{draft.published_thread_id}", 303)
    return draft


def _is_ours(draft: Draft) -> bool:
    """A visitor's draft is theirs who have its key; a member's is theirs alone, also when they are signed out."""
    person = current_person()
    return draft.person_id is None or (person is not None and draft.person_id == person.id)


def _words_page(form: TellForm, draft: Draft | None) -> ResponseReturnValue:
    return render_template("stories/tell.html", form=form, draft=draft), 422 if form.errors else 200


def _keep_and_go_on(draft: Draft, form: TellForm) -> ResponseReturnValue:
    keep_answers(draft=draft, answers={**as_typed(form, request.form), **form.settled()})
    session[SESSION_KEY] = draft.key
    return redirect(url_for("story_tell.check", key=draft.key), 303)


def _is_whole(answers: dict[str, Any]) -> bool:
    return TellForm(formdata=stored(answers), meta={"csrf": False}).validate()


def _send_form(draft: Draft, person: Person | None) -> SendForm:
    groups = list_groups_of(person)
    kept = MultiDict(request.form) if request.method == "POST" else stored(draft.answers)
    form = (SendForm if person else VisitorSendForm)(formdata=kept)
    form.group.choices = group_choices(groups)
    offer_areas_of(form, get_council_by_number(draft.answers.get("council")))
    if request.method == "GET" and groups and not form.group.data:
        form.group.data = str(groups[0].id)
    return form


def _mail_link(draft: Draft, form: SendForm) -> ResponseReturnValue:
    assert isinstance(form, VisitorSendForm)  # noqa: S101  # visitors are given this form
    name, email = form.who()
    mail_confirmation(name=name, email=email, next_path=url_for("story_tell.publish", key=draft.key))
    return redirect(url_for("story_tell.check_mail", key=draft.key), 303)


def _publish(draft: Draft, person: Person) -> ResponseReturnValue:
    if not may_tell_story(current_standing()):
        abort(403)
    form = TellForm(formdata=stored(draft.answers), meta={"csrf": False})
    if not form.validate():
        flash("One more thing before we can publish this.", "info")
        return redirect(url_for("story_tell.words", key=draft.key), 303)
    council = form.chosen
    try:
        story = tell_story(
            words=form.words(),
            author=person,
            group=_group(draft.answers, council, person),
            council=council,
            area=get_area_of(council, draft.answers.get("area")),
            draft=draft,
        )
    except TextRefused as refused:
        flash(str(refused), "error")
        return redirect(url_for("story_tell.words", key=draft.key), 303)
    session.pop(SESSION_KEY, None)
    flash("Thank you. Your story is here now. You can add results, lessons and pictures below.", "success")
    return redirect(path(story), 303)


def _group(answers: dict[str, Any], council: Council | None, person: Person) -> Group | None:
    choice, name = answers.get("group", ""), answers.get("group_name", "")
    if choice == NO_GROUP:
        return None
    own = next((one for one in list_groups_of(person) if one.id == read_id(choice)), None)
    if own is not None and choice != NEW_GROUP:
        return own
    return find_or_create_group(name=name, council=council, person=person) if name else None


def _looks(answers: dict[str, Any]) -> dict[str, Any]:
    """Give the story as it will look."""
    council = get_council_by_number(answers.get("council"))
    area = get_area_of(council, answers.get("area"))
    return {
        "title": answers.get("title", ""),
        "summary": answers.get("summary", ""),
        "place": ", ".join(one.name for one in (area, council) if one),
        "did_html": _rendered(answers.get("did", "")),
        "happened_html": _rendered(answers.get("happened", "")),
    }


def _like(answers: dict[str, Any]) -> dict[str, Any]:
    """Give what others wrote like it, and whom to ask."""
    words = " ".join(answers.get(name, "") for name in ("summary", "did", "happened"))
    return like_a_draft(title=answers.get("title", ""), text=words, standing=current_standing())


def _rendered(text: str) -> str:
    try:
        return render(text)
    except TextRefused:
        return ""
