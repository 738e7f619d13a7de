"""Signing in and out: by a mailed link, or by a password and, for staff, a code."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import ask_for_link, use_link
from forum.accounts.current import current_person
from forum.accounts.email_addresses import address_key
from forum.accounts.expired_links import show_link_gone
from forum.accounts.forms import PasswordSignInForm, SignInForm, SignInLinkForm
from forum.accounts.link_limits import count_link
from forum.accounts.models import LinkPurpose, MailedLink, Person, SignInMethod
from forum.accounts.next_paths import local_path, start_page, wanted
from forum.accounts.passwords import fits
from forum.accounts.queries import find_link, get_person_by_email, next_path_of
from forum.accounts.sessions import await_code, begin_session, end_session
from forum.core.settings import settings
from forum.web.forms import ButtonForm
from forum.web.guards import public
from forum.web.rate_limits import count, limit, per_hour

blueprint = Blueprint("accounts", __name__)

PASSWORDS_FOR_ONE_ADDRESS = per_hour(20)
WRONG = "The email address or password is not right. Check both, or ask for a link instead."


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limit(per_hour(30), name="ask_for_link")
def sign_in() -> ResponseReturnValue:
    """Ask for an address, and have a link mailed: the same words and the same work whosever it is."""
    form = SignInForm(next=request.args.get("next"))
    if request.method == "GET" and current_person() is not None:
        return redirect(local_path(request.args.get("next")), 303)
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    count_link(form.address)
    ask_for_link(email=form.address, next_path=form.next_path)
    session["asked_for"] = form.address
    return redirect(url_for("accounts.sent", next=wanted(form.next_path)), 303)


@blueprint.get("/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    """Say that a link is on its way, and what to do when it does not come."""
    next_path = local_path(request.args.get("next"))
    return render_template("accounts/link_sent.html", email=session.get("asked_for"), next_path=next_path)


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
@limit(per_hour(60), name="use_link")
def link(token: str) -> ResponseReturnValue:
    """Show one button, for mail programs look at links before people do; the button uses the link."""
    found = find_link(token, LinkPurpose.SIGN_IN)
    if found is None:
        return show_link_gone(next_path_of(token))
    form = SignInLinkForm(is_new=found.person.email_confirmed_at is None, proposed=found.person.name)
    if not form.validate_on_submit():
        page = render_template("accounts/use_link.html", form=form, link=found)
        return page, 422 if form.errors else 200
    return _use(found, (form.name.data or "") if form.name else "")


def _use(found: MailedLink, name: str) -> ResponseReturnValue:
    if not use_link(link=found, name=name):
        return show_link_gone(local_path(found.next_path))
    begin_session(found.person, method=SignInMethod.LINK)
    flash(f"You are signed in, {found.person.name}.", "success")
    return redirect(local_path(found.next_path), 303)


@blueprint.route("/sign-in/password", methods=["GET", "POST"])
@public
@limit(per_hour(60), name="sign_in_by_password")
def password() -> ResponseReturnValue:
    """Sign in by address and password; the answer never says which of the two was wrong."""
    form = PasswordSignInForm(next=request.args.get("next"))
    if request.method == "GET" and current_person() is not None:
        return redirect(local_path(request.args.get("next")), 303)
    if form.validate_on_submit():
        count("password_for", address_key(form.address), PASSWORDS_FOR_ONE_ADDRESS)
        person = get_person_by_email(form.address)
        if fits(person, form.password.data or "") and person is not None:
            return _after_password(person, form.next_path)
        form.password.errors = [WRONG]
    page = render_template("accounts/password.html", form=form)
    return page, 422 if form.errors else 200


def _after_password(person: Person, next_path: str) -> ResponseReturnValue:
    if not person.is_active:
        return render_template("accounts/paused.html", contact=settings().administrator_email), 403
    if person.is_staff:
        await_code(person, next_path=next_path)
        return redirect(url_for("second_step.code"), 303)
    begin_session(person, method=SignInMethod.PASSWORD)
    flash(f"You are signed in, {person.name}.", "success")
    return redirect(next_path, 303)


@blueprint.post("/sign-out")
@public
@limit(per_hour(120), name="sign_out")
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser."""
    if not ButtonForm().validate():
        abort(400)
    end_session()
    flash("You have signed out.", "success")
    return redirect(start_page(), 303)
