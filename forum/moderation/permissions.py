"""Who may look after the site, and who may ask that it is looked after. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_suspend_from_posting
from forum.councils.identity import Identity
from forum.moderation.decision_words import WORDS
from forum.moderation.models import Appeal, ModerationAct
from forum.moderation.vocabulary import Verb


def may_report_post(_identity: Identity) -> bool:
    """Everybody who can read a post: visitors, members, and the officers of a council, who can do no more than this."""
    return True


def may_settle_case(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_hide_post(identity: Identity) -> bool:
    """Moderators; a council cannot make a group's words go away."""
    return identity.is_moderator


def may_decide_held(identity: Identity) -> bool:
    """Moderators decide about posts that wait; a council cannot keep a group's words from others."""
    return identity.is_moderator


def may_block_access(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_list_words(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_lock_thread(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_change_title(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_redact(identity: Identity) -> bool:
    """Moderators; a council reports what should go, and never removes a word."""
    return identity.is_moderator


def may_move(identity: Identity) -> bool:
    """Moderators; a council says that another body owns it."""
    return identity.is_moderator


def may_merge(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_split_off(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_suspend_author(identity: Identity, author: Person) -> bool:
    """Moderators, for members; administrators for all below them."""
    return identity.person is not None and may_suspend_from_posting(identity.person, author)


def may_hide_everything(identity: Identity, author: Person) -> bool:
    """Whoever may suspend the author."""
    return may_suspend_author(identity, author)


def may_see_history(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_read_audit(identity: Identity) -> bool:
    """Moderators and administrators read what each of them did and saw."""
    return identity.is_moderator


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


def may_join_tags(identity: Identity) -> bool:
    """Moderators keep the synonyms."""
    return identity.is_moderator


def may_send_restored_mails(identity: Identity) -> bool:
    """Administrators say what becomes of the mails that a restore set aside."""
    return identity.is_administrator


def may_retry_dead_letter(identity: Identity) -> bool:
    """Administrators."""
    return identity.is_administrator


def may_retry_all_dead_letters(identity: Identity) -> bool:
    """Administrators."""
    return may_retry_dead_letter(identity)


def may_discard_dead_letter(identity: Identity) -> bool:
    """Administrators."""
    return may_retry_dead_letter(identity)


def may_discard_all_dead_letters(identity: Identity) -> bool:
    """Administrators."""
    return may_retry_dead_letter(identity)


def may_discard_restored_mails(identity: Identity) -> bool:
    """Administrators say what becomes of the mails that a restore set aside."""
    return may_send_restored_mails(identity)
