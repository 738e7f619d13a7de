"""What councils keep about people: who answers for them."""

from __future__ import annotations

import json

from sqlalchemy import Text, cast, or_, select, update

from forum.accounts.models import FORMER_MEMBER, Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.personal_data import Leaving, PersonalData, kept
from forum.councils.events import OfficerLeft
from forum.councils.models import Council, CouncilChange, Department, Officer, Route


def end_parts(leaving: Leaving) -> None:
    """End their part at every council: their cases go back to nobody. What the council said stays the council's."""
    person = db.session.get_one(Person, leaving.person_id)
    parts = select(Officer).where(Officer.person_id == person.id, Officer.left_at.is_(None))
    for officer in db.session.scalars(parts).all():
        officer.left_at = clock.now()
        send(OfficerLeft(officer=officer, by=person))


def forget_contacts(leaving: Leaving) -> None:
    """Take somebody out of the contacts of councils, which stand there by address and not by account."""
    for table in (Council, Department, Route):
        theirs = table.contact_email == leaving.email
        db.session.execute(update(table).where(theirs).values(contact_email="", contact_name=""))


def forget_name_in_history(leaving: Leaving) -> None:
    """Put “a former member” for their name in the history of settings: who did what stays, without the name."""
    for name in filter(None, (leaving.name, leaving.email)):
        written = [
            cast(column, Text).contains(_quoted(name), autoescape=True)
            for column in (CouncilChange.was, CouncilChange.became, CouncilChange.about)
        ]
        for change in db.session.scalars(select(CouncilChange).where(or_(*written))):
            change.was, change.became, change.about = (
                {key: FORMER_MEMBER if one == name else one for key, one in values.items()}
                for values in (change.was, change.became, change.about)
            )


def _quoted(text: str) -> str:
    return json.dumps(text)


PERSONAL_DATA = PersonalData(
    tables=(
        kept(Officer, "person_id", "Your role at councils", empties={"job_title"}),
        kept(CouncilChange, "person_id", "Settings of a council that you changed"),
    ),
    leave=(end_parts, forget_contacts, forget_name_in_history),
)
