"""What groups keep about people: who is in them, who asked, who spoke for them."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.core.personal_data import Leaving, PersonalData, deleted, kept
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
        deleted(Membership, "person_id", "Your groups"),
        deleted(JoinRequest, "person_id", "Groups you asked to join"),
        deleted(
            GroupInvitation, "made_by_id", "Links you made for others to join a group", secrets={"token_hash"}
        ),
        deleted(GroupClaim, "person_id", "Groups you said are yours"),
        kept(
            GroupClaim, "settled_by_id", "Claims of groups that you settled", secrets={"words", "person_id"}
        ),
        kept(SameGroup, "settled_by_id", "Groups you compared"),
        kept(GroupMoved, "joined_by_id", "Groups you joined to others"),
    ),
    leave=(leave_groups,),
)
