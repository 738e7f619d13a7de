"""Signing in and out: by a mailed link, or by a password and, for staff, a code."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.access_blocks import is_closed_to
from forum.accounts.actions import ask_for_link, use_device_link, use_link
from forum.accounts.current import current_person
from forum.accounts.email_addresses import LONGEST_ADDRESS, AddressError, tidy_address
from forum.accounts.expired_links import show_link_gone
from forum.accounts.forms import PasswordSignInForm, SignInForm, SignInLinkForm
from forum.accounts.known_devices import device_known_for, remember_device
from forum.accounts.link_limits import count_link
from forum.accounts.lockout import count_password, forget_passwords
from forum.accounts.lockout_page import show_lockout
from forum.accounts.models import LinkPurpose, MailedLink, Person, SignInMethod
from forum.accounts.networks import outer_network_of
from forum.accounts.next_paths import local_path, start_page, wanted
from forum.accounts.passwords import matches
from forum.accounts.queries import find_link, get_person_by_email, next_path_of
from forum.accounts.sessions import await_code, begin_session, end_session
from forum.core.db import unlocked
from forum.core.formatting import day
from forum.core.settings import settings
from forum.web.forms import ButtonForm, check_button, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("accounts", __name__)

EMAILS_AGAIN = "Our emails to you came back, so we have sent you no updates since {}. This one arrived, so we send them again."
WRONG = "The email address or password is not right. Check both, or ask for a link instead."


def _from_known_device() -> bool:
    """Return whether somebody has signed in before, in this browser, to the address that is typed."""
    try:
        return device_known_for(tidy_address(request.form.get("email", "")[:LONGEST_ADDRESS])) is not None
    except AddressError:
        return False


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(30), name="ask_for_link", unless=_from_known_device)
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
@open_to_suspended
@public
@limit(per_hour(60), name="use_link")
def link(token: str) -> ResponseReturnValue:
    """Show one button, for mail programs look at links before people do; the button uses the link."""
    found = find_link(token, LinkPurpose.SIGN_IN)
    if found is None:
        return show_link_gone(next_path_of(token))
    if is_closed_to(found.person, network=outer_network_of(request.remote_addr or "")):
        return render_template("accounts/closed_to_new.html", contact=settings().administrator_email), 403
    form = SignInLinkForm(is_new=found.person.email_confirmed_at is None, proposed=found.person.name)
    if not form.validate_on_submit():
        return form_page("accounts/use_link.html", form, link=found)
    return _use(found, (form.name.data or "") if form.name else "")


def _use(found: MailedLink, name: str) -> ResponseReturnValue:
    refused_at = found.person.mail_refused_at
    if not use_link(link=found, name=name):
        return show_link_gone(local_path(found.next_path))
    begin_session(found.person, method=SignInMethod.LINK)
    if refused_at is not None:
        flash(EMAILS_AGAIN.format(day(refused_at)), "info")
    flash(f"You are signed in, {found.person.name}.", "success")
    return redirect(local_path(found.next_path), 303)


@blueprint.route("/sign-in/device/<token>", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(60), name="use_link")
def device(token: str) -> ResponseReturnValue:
    """Know this browser, and lead staff on to their password: the button uses the link, as mail programs press none."""
    found = find_link(token, LinkPurpose.DEVICE)
    if found is None:
        return show_link_gone(next_path_of(token))
    form, next_path = ButtonForm(), local_path(found.next_path)
    if not form.validate_on_submit():
        return render_template("accounts/use_device_link.html", form=form), 422 if form.errors else 200
    if not use_device_link(link=found):
        return show_link_gone(next_path)
    remember_device(found.person.email)
    return redirect(url_for("accounts.password", next=wanted(next_path)), 303)


@blueprint.route("/sign-in/password", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(60), name="sign_in_by_password", unless=_from_known_device)
def password() -> ResponseReturnValue:
    """Sign in by address and password; the answer never says which of the two was wrong."""
    form = PasswordSignInForm(next=request.args.get("next"))
    if request.method == "GET" and current_person() is not None:
        return redirect(local_path(request.args.get("next")), 303)
    if form.validate_on_submit():
        lockout = count_password(form.address)
        if lockout is not None:
            return show_lockout(lockout, email=form.address, next_path=form.next_path, what="passwords")
        person = get_person_by_email(form.address)
        stored = person.password_hash if person is not None else None
        with unlocked():
            is_right = matches(stored, form.password.data or "")
        if person is not None and is_right:
            return _after_password(person, form.next_path)
        form.password.errors = [WRONG]
    return form_page("accounts/password.html", form)


def _after_password(person: Person, next_path: str) -> ResponseReturnValue:
    forget_passwords(person.email)
    if not person.is_active:
        return render_template("accounts/paused.html", contact=settings().administrator_email), 403
    if person.is_staff:
        await_code(person, next_path=next_path)
        return redirect(url_for("second_step.code"), 303)
    begin_session(person, method=SignInMethod.PASSWORD)
    flash(f"You are signed in, {person.name}.", "success")
    return redirect(next_path, 303)


@blueprint.post("/sign-out")
@open_to_suspended
@public
@limit(per_hour(120), name="sign_out")
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser."""
    check_button()
    end_session()
    flash("You have signed out.", "success")
    return redirect(start_page(), 303)
