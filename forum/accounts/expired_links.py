"""What whoever opens a mailed link sees that does not work any more."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.forms import SignInForm

GONE = 410


def show_link_gone(next_path: str) -> ResponseReturnValue:
    """Offer a new link to the same page; who is signed in already needs none."""
    if request.method == "GET" and (person := current_person()) is not None:
        flash(f"That link was used already. You are signed in, {person.name}.", "info")
        return redirect(next_path, 303)
    form = SignInForm(formdata=None, next=next_path)
    return render_template("accounts/link_gone.html", form=form, next_path=next_path), GONE
