"""What moderators decide about posts that wait: let through, refused with a term without posting, undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from forum.accounts.access_blocks import add_block, lift_block
from forum.accounts.actions import suspend_from_posting
from forum.accounts.models import AccessBlock, BlockKind, Person
from forum.accounts.permissions import may_suspend_from_posting
from forum.core import clock
from forum.core.outbox import enqueue
from forum.groups.holding import let_group_through, refuse_group
from forum.groups.models import Group
from forum.moderation.actions.log import write_down
from forum.moderation.actions.people import end_suspension
from forum.moderation.actions.records import write_decision
from forum.moderation.models import ModerationAct
from forum.moderation.queries.decisions import find_settlement, find_undoing, list_acts_of_settlement
from forum.moderation.reasons import GivenReason
from forum.moderation.vocabulary import ReasonCode, Verb
from forum.threads.holds.actions import let_through, list_word, refuse, undo_settlement, unlist_word
from forum.threads.holds.models import Hold, ListedWord, Settlement
from forum.threads.holds.queries import list_holds_of_settlement

TELL_REFUSED = "tell_refused"
TOLD_AFTER = timedelta(minutes=10)
"""Authors are told of a refusal after the time in which a moderator notices a slip and undoes it."""


def let_posts_through(*, holds: Sequence[Hold], by: Person) -> Settlement:
    """Let posts through that waited: others see them, and their authors are told."""
    settlement = let_through(holds=holds, moderator=by)
    write_down(by, "let_posts_through", f"settlement:{settlement.id}", number=len(holds))
    return settlement


def let_waiting_group_through(*, group: Group, by: Person) -> None:
    """Let a group into the lists that waited, or had been kept out of them."""
    let_group_through(group=group)
    write_down(by, "let_group_through", f"group:{group.id}")


def refuse_waiting_group(*, group: Group, by: Person) -> None:
    """Keep a group out of the lists."""
    refuse_group(group=group)
    write_down(by, "refuse_group", f"group:{group.id}")


def refuse_posts(*, holds: Sequence[Hold], by: Person, reason: GivenReason, days: int = 0) -> Settlement:
    """Refuse posts that waited, and keep their authors from posting for some days where any are named.

    Each author gets one decision, however many posts of theirs are refused, which they can appeal against.
    """
    settlement = refuse(holds=holds, moderator=by, reason=reason.words)
    details = {"settlement": settlement.id}
    for theirs in posts_by_author(holds).values():
        number = {"number": len(theirs)}
        write_decision(
            verb=Verb.REFUSE, about=theirs[0].post, by=by, reason=reason, details=details | number, seen=number, tells=False
        )  # fmt: skip
    if days:
        people = (theirs[0].person for theirs in posts_by_author(holds).values())
        settlement.suspended_ids = [
            _suspend(one, by, reason, days, details) for one in people if may_suspend_from_posting(by, one)
        ]
    enqueue(TELL_REFUSED, details, due_at=clock.now() + TOLD_AFTER)
    return settlement


def undo_press(*, settlement: Settlement, by: Person) -> None:
    """Have the posts of one press wait again, and let those post again whom it kept from posting."""
    if settlement.undone_at is not None:
        return
    mistake = GivenReason(ReasonCode.MISTAKE, "Undone.")
    for act in list_acts_of_settlement(settlement):
        if find_undoing(act) is not None or act.author is None:
            continue
        if act.verb == Verb.SUSPEND:
            end_suspension(author=act.author, by=by, reason=mistake, undoes=act)
        else:
            post = next(hold.post for hold in _of_author(settlement, act))
            write_decision(verb=Verb.HOLD_AGAIN, about=post, by=by, reason=mistake, undoes=act, tells=False)
    undo_settlement(settlement=settlement)
    write_down(by, "undo_settlement", f"settlement:{settlement.id}", number=settlement.number_of_posts)


def publish_after_all(*, act: ModerationAct, by: Person, reason: GivenReason) -> ModerationAct | None:
    """Let through what one decision had refused of one author."""
    settlement = find_settlement(act)
    holds = (
        [hold for hold in _of_author(settlement, act) if hold.settlement_id is not None] if settlement else []
    )
    if not holds:
        return None
    let_through(holds=holds, moderator=by)
    return write_decision(
        verb=Verb.LET_THROUGH, about=holds[0].post, by=by, reason=reason, undoes=act, tells=False
    )


def block_access(*, kind: BlockKind, value: str, reason: str, lasts: timedelta, by: Person) -> AccessBlock:
    """Let nobody new in from a network or an email domain for a while. Which one is not in the log: it is kept no longer than it stands."""
    block = add_block(kind=kind, value=value, reason=reason, ends_at=clock.now() + lasts, by=by)
    write_down(by, "block_access", f"block:{block.id}", kind=str(kind), days=lasts.days)
    return block


def lift_access_block(*, block: AccessBlock, by: Person) -> None:
    """End a block before its time."""
    write_down(by, "lift_block", f"block:{block.id}", kind=str(block.kind))
    lift_block(block=block)


def add_listed_word(*, phrase: str, by: Person) -> ListedWord:
    """Have posts with a word or phrase wait from now on."""
    word = list_word(phrase=phrase, by=by)
    write_down(by, "list_word", f"word:{word.id}", what=phrase)
    return word


def remove_listed_word(*, word: ListedWord, by: Person) -> None:
    """Take a word off the list."""
    write_down(by, "unlist_word", f"word:{word.id}", what=word.phrase)
    unlist_word(word=word)


def posts_by_author(holds: Iterable[Hold]) -> dict[int, list[Hold]]:
    """Sort holds by the number of who wrote the post."""
    found: dict[int, list[Hold]] = {}
    for hold in holds:
        found.setdefault(hold.person_id, []).append(hold)
    return found


def _suspend(person: Person, by: Person, reason: GivenReason, days: int, details: dict[str, int]) -> int:
    until = clock.now() + timedelta(days=days)
    suspend_from_posting(person=person, until=until)
    kept = {"until": until.isoformat(), "days": days, **details}
    write_decision(
        verb=Verb.SUSPEND, about=person, by=by, reason=reason, details=kept, seen={"days": days}, tells=False
    )
    return person.id


def _of_author(settlement: Settlement, act: ModerationAct) -> list[Hold]:
    return [hold for hold in list_holds_of_settlement(settlement) if hold.person_id == act.author_id]
