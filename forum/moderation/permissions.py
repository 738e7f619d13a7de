"""Who may look after the site, and who may ask that it is looked after. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_suspend_from_posting
from forum.councils.identity import Identity
from forum.moderation.decision_words import WORDS
from forum.moderation.models import Appeal, ModerationAct
from forum.moderation.vocabulary import Verb


def may_suspend_author(identity: Identity, author: Person) -> bool:
    """Moderators, for members; administrators for all below them."""
    return identity.person is not None and may_suspend_from_posting(identity.person, author)


def may_read_decision(identity: Identity, act: ModerationAct) -> bool:
    """Whom it is about, and moderators; others read the public log, which names nobody."""
    return identity.is_moderator or (identity.person_id is not None and identity.person_id == act.author_id)


def may_appeal(act: ModerationAct, person: Person | None, appeal: Appeal | None) -> bool:
    """Whom a decision is about, once, while it stands in their way."""
    words = WORDS.get(Verb(act.verb)) if act.verb in set(Verb) else None
    is_theirs = person is not None and person.id == act.author_id
    return is_theirs and appeal is None and words is not None and words.may_appeal


def may_decide_appeal(identity: Identity, appeal: Appeal) -> bool:
    """Moderators and administrators, but neither who made the decision nor who appeals against it."""
    sides = {appeal.act.person_id, appeal.person_id}
    return identity.is_moderator and identity.person_id not in sides and appeal.decided_at is None


def deciders(act: ModerationAct, moderators: Sequence[Person]) -> list[Person]:
    """List who can decide an appeal against a decision: other moderators first; where there are none, administrators."""
    others = [one for one in moderators if one.id not in {act.person_id, act.author_id} and one.is_active]
    return sorted(others, key=lambda one: one.role == SiteRole.ADMINISTRATOR)
