"""Who runs the site: roles given and taken away by administrators."""

from __future__ import annotations

from forum.accounts.actions import invite
from forum.accounts.administrators import require_other_administrator
from forum.accounts.emails import send_email
from forum.accounts.events import RoleChanged
from forum.accounts.models import Person, SiteRole
from forum.core.codes import ByCode
from forum.core.db import db
from forum.core.events import send
from forum.core.settings import settings

PLACES = ByCode(
    {
        SiteRole.MEMBER: "a member",
        SiteRole.MODERATOR: "a moderator",
        SiteRole.ADMINISTRATOR: "an administrator",
    }
)
"""What each is called in a sentence."""


def change_role(*, person: Person, role: SiteRole, by: Person) -> bool:
    """Give somebody a role, or take one away; both are told by mail. False when they have to accept an invitation first.

    More than a member's role needs a password and a code. Raises LastAdministratorError.
    """
    before = SiteRole(person.role)
    if role == before:
        return True
    if list(SiteRole).index(role) < list(SiteRole).index(before):
        require_other_administrator(person=person)
    elif not person.has_password_and_code:
        invite(name=person.name, email=person.email, place=PLACES[role], role=role, by=by)
        return False
    person.role = role
    db.session.flush()
    words = {"before": PLACES[before], "now": PLACES[role], "contact": settings().administrator_email}
    send_email("role-changed", to=person.email, person=person, by=by, **words)
    if by.id != person.id:
        send_email("you-changed-role", to=by.email, person=by, other=person, **words)
    send(RoleChanged(person=person, before=before, after=role, by=by))
    return True
