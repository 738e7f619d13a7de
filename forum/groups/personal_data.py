"""What groups keep about people: who is in them, who asked, who spoke for them."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.core.personal_data import Leaving, OnLeaving, PersonalData, PersonalTable
from forum.groups.actions import leave_group
from forum.groups.models import (
    GroupClaim,
    GroupInvitation,
    GroupMoved,
    JoinRequest,
    Membership,
    SameGroup,
)


def leave_groups(leaving: Leaving) -> None:
    """Leave every group; one that loses its last organiser can be claimed by others."""
    for membership in db.session.scalars(select(Membership).where(Membership.person_id == leaving.person_id)):
        leave_group(membership=membership)


PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=Membership, via=("person_id",), heading="Your groups", on_leaving=OnLeaving.DELETED
        ),
        PersonalTable(
            table=JoinRequest,
            via=("person_id",),
            heading="Groups you asked to join",
            on_leaving=OnLeaving.DELETED,
        ),
        PersonalTable(
            table=GroupInvitation,
            via=("made_by_id",),
            heading="Links you made for others to join a group",
            on_leaving=OnLeaving.DELETED,
            secrets=frozenset({"token_hash"}),
        ),
        PersonalTable(
            table=GroupClaim,
            via=("person_id",),
            heading="Groups you said are yours",
            on_leaving=OnLeaving.DELETED,
        ),
        PersonalTable(
            table=GroupClaim,
            via=("settled_by_id",),
            heading="Claims of groups that you settled",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"words", "person_id"}),
        ),
        PersonalTable(
            table=SameGroup,
            via=("settled_by_id",),
            heading="Groups you compared",
            on_leaving=OnLeaving.KEPT,
        ),
        PersonalTable(
            table=GroupMoved,
            via=("joined_by_id",),
            heading="Groups you joined to others",
            on_leaving=OnLeaving.KEPT,
        ),
    ),
    leave=(leave_groups,),
)
