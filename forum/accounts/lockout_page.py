"""What somebody sees who cannot type a password or a code here for now: that it may not have been them, and the ways in that are open."""

from __future__ import annotations

from flask import Response, make_response, render_template

from forum.accounts.forms import SignInForm
from forum.accounts.lockout import Lockout

TOO_MANY = 429


def show_lockout(lockout: Lockout, *, email: str, next_path: str, what: str) -> Response:
    """Offer a link by mail, whosever the address is; `what` was typed: passwords or codes."""
    form = SignInForm(formdata=None, email=email, next=next_path)
    page = render_template("accounts/lockout.html", form=form, lockout=lockout, what=what)
    answer = make_response(page, TOO_MANY)
    answer.headers["Retry-After"] = str(max(1, int(lockout.wait.total_seconds())))
    return answer
