"""What the person who asks may do at councils: gathered once a request, handed to every permission.

Permissions are pure: they take a Standing and a thing, and read neither session nor database.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.current import current_person
from forum.accounts.models import Person, SiteRole
from forum.core.db import db
from forum.councils.models import Council, Officer


@dataclass(frozen=True, slots=True)
class Identity:
    """A person (or a visitor) with the councils they answer for."""

    person: Person | None = None
    officer_of: frozenset[int] = frozenset()
    """Ids of councils where they are an officer; leads are officers too."""
    councils: tuple[Council, ...] = ()
    """These councils, the oldest first."""
    lead_of: frozenset[int] = frozenset()

    @property
    def person_id(self) -> int | None:
        """The person's id; None for a visitor."""
        return None if self.person is None else self.person.id

    @property
    def may_post(self) -> bool:
        """Return whether they are signed in, and not suspended from posting."""
        return self.person is not None and not self.person.is_suspended_from_posting

    @property
    def is_moderator(self) -> bool:
        """Return whether they look after the whole site: moderators, and administrators, who may do what moderators may."""
        return self.person is not None and self.person.role in {SiteRole.MODERATOR, SiteRole.ADMINISTRATOR}

    @property
    def is_administrator(self) -> bool:
        """Return whether they run this installation."""
        return self.person is not None and self.person.role == SiteRole.ADMINISTRATOR

    def is_officer_of(self, council_id: int | None) -> bool:
        """Return whether they answer for this council."""
        return council_id is not None and council_id in self.officer_of

    def is_lead_of(self, council_id: int | None) -> bool:
        """Return whether they lead this council's answers."""
        return council_id is not None and council_id in self.lead_of


VISITOR = Identity()


def identity_of(person: Person | None) -> Identity:
    """Gather a person's identity: no query for visitors and members, one for staff."""
    if person is None:
        return VISITOR
    if not person.is_staff:
        return Identity(person=person)
    mine = select(Officer.is_lead, Council).join(Council, Council.id == Officer.council_id)
    mine = mine.where(Officer.person_id == person.id, Officer.left_at.is_(None)).order_by(Council.id)
    places = db.session.execute(mine).tuples().all()
    return Identity(
        person=person,
        officer_of=frozenset(council.id for _, council in places),
        councils=tuple(council for _, council in places),
        lead_of=frozenset(council.id for is_lead, council in places if is_lead),
    )


def current_identity() -> Identity:
    """Return the identity of whoever makes this request."""
    if "identity" not in g:
        g.identity = identity_of(current_person())
    return g.identity  # type: ignore[no-any-return]  # set just above


def use_identity(app: Flask) -> None:
    """Tell every template who reads it (`person`, None for a visitor) and what they may be (`identity`)."""

    @app.context_processor
    def reader() -> dict[str, object]:
        try:
            return {"person": current_person(), "identity": current_identity()}
        except SQLAlchemyError:  # the page that says so needs neither
            return {"person": None, "identity": VISITOR}
