"""The pages of tips: the list, one tip, giving one, and saying that one was tried."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.slugs import slug as slug_of
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.identity import current_identity
from forum.follows.actions import follow
from forum.groups.queries import list_groups_of
from forum.threads.actions.tags import set_tags
from forum.threads.events import ThreadPosted
from forum.threads.kinds import path_of
from forum.threads.models import Visibility
from forum.threads.permissions import may_comment
from forum.threads.queries import get_readable_thread, list_comments
from forum.threads.reindex import enqueue_reindex
from forum.threads.tag_names import parse_tags
from forum.threads.visibility import readable
from forum.web.choices import choices
from forum.web.forms import ButtonForm, Form, Needed, line, lines
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour
from tests.support.toy_kind.models import Tip, TipTried

blueprint = Blueprint("tips", __name__, template_folder="templates")


class TipForm(Form):
    """What somebody types."""

    title = StringField("Your tip", filters=[line], validators=[Needed("Say it in a few words.")])
    body = TextAreaField("More about it", filters=[lines])
    tags = StringField("Tags", filters=[line])
    council = IntegerField("Council", validators=[Optional()])
    area = IntegerField("Ward", validators=[Optional()])
    visibility = SelectField("Who may read it?", choices=choices((str(one), str(one)) for one in Visibility))


@blueprint.get("/tips")
@public
def tips() -> ResponseReturnValue:
    found = db.session.scalars(
        select(Tip).where(readable(current_identity())).order_by(Tip.id.desc()).limit(20)
    )
    return render_template("tips/list.html", tips=[(one.title, path_of(one)) for one in found])


@blueprint.route("/tips/new", methods=["GET", "POST"])
@signed_in
@limit(per_hour(20), name="give_tip")
def new() -> ResponseReturnValue:
    form = TipForm(visibility=Visibility.PUBLIC)
    if form.validate_on_submit():
        return redirect(path_of(publish(form)), 303)
    return render_template("tips/new.html", form=form), 422 if form.errors else 200


def publish(form: TipForm) -> Tip:
    person, now = signed_in_person(), clock.now()
    tip = Tip(
        author=person,
        group=next(iter(list_groups_of(person)), None),
        council_id=form.council.data or None,
        area_id=form.area.data or None,
        title=form.title.data,
        slug=slug_of(form.title.data),
        body=form.body.data,
        body_html=render(form.body.data),
        html_version=PIPELINE_VERSION,
        visibility=Visibility(form.visibility.data),
        created_at=now,
        last_activity_at=now,
    )
    db.session.add(tip)
    db.session.flush()
    follow(thread=tip, person=person)
    set_tags(thread=tip, names=parse_tags(form.tags.data))
    enqueue_reindex(f"thread:{tip.id}")
    send(ThreadPosted(thread=tip))
    return tip


@blueprint.get("/tips/<int:number>-<slug>")
@public
def show(number: int, slug: str) -> ResponseReturnValue:
    tip, identity = readable_tip(number), current_identity()
    comments = list_comments(thread=tip, identity=identity, cursor=request.args.get("comments"))
    return render_template(
        "tips/show.html",
        tip=tip,
        comments=comments,
        comments_page={"newer_url": None, "older_url": None},
        may_comment=may_comment(identity, tip),
        council_name=tip.council.name if tip.council else "the council",
    )


@blueprint.post("/tips/<int:number>/try")
@signed_in
@limit(per_hour(20), name="try_tip")
def try_it(number: int) -> ResponseReturnValue:
    tip = readable_tip(number)
    if not ButtonForm().validate_on_submit():
        abort(400)
    tip.number_of_tries += 1
    tip.version += 1
    enqueue_reindex(f"thread:{tip.id}")
    send(TipTried(tip=tip))
    return redirect(path_of(tip), 303)


def readable_tip(number: int) -> Tip:
    tip = get_readable_thread(current_identity(), number)
    if not isinstance(tip, Tip):
        abort(404)
    return tip
