"""What follows for offers of help from what happens below."""

from __future__ import annotations

from forum.core.db import db
from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.councils.reassignment import pass_rows
from forum.groups.actions import list_group
from forum.groups.events import GroupsJoined
from forum.groups.merging import pass_rows as pass_rows_of_group
from forum.groups.models import Group
from forum.questions.events import AdviceGiven
from forum.questions.models import Advice, Offer, Question


def register() -> None:
    """Listen: who offers help at a council that closed offers it at its successor."""
    subscribe(CouncilReplaced, pass_offers)
    subscribe(GroupsJoined, pass_questions_of_group)
    subscribe(AdviceGiven, list_group_of_advice)


def list_group_of_advice(event: AdviceGiven) -> None:
    """A group in whose name everyone reads advice is in the lists."""
    list_group(db.session.get(Group, event.group_id) if event.group_id else None)


def pass_offers(event: CouncilReplaced) -> None:
    """Offers of help go to who took the council's place."""
    pass_rows(Offer, event)


def pass_questions_of_group(event: GroupsJoined) -> None:
    """What was asked of a group, advised and offered for it is so of the one that it was joined to."""
    for table, column in ((Question, "asked_group_id"), (Advice, "group_id"), (Offer, "group_id")):
        pass_rows_of_group(table, column, kept=event.kept.id, gone=event.gone.id)
