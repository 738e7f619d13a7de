"""Tags that mean the same, and work that failed."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import dead_letters, restored_mails
from forum.core.outbox import OutboxRow
from forum.moderation.actions.log import write_down
from forum.threads.actions import tags
from forum.threads.models import Tag


def join_tags(*, tag: Tag, of: Tag, person: Person) -> None:
    """Have one tag mean another. Raises ValueError for a circle."""
    tags.make_synonym(tag=tag, of=of)
    write_down(person, "join_tags", f"tag:{tag.name}", means=of.name)


def part_tags(*, tag: Tag, person: Person) -> None:
    """Let a tag mean itself again."""
    tags.end_synonym(tag=tag)
    write_down(person, "part_tags", f"tag:{tag.name}")


def retry_dead_letter(*, row: OutboxRow, person: Person) -> None:
    """Give work that failed too often another set of attempts."""
    dead_letters.retry_dead(row)
    write_down(person, "retry", f"outbox:{row.id}", kind=row.kind)


def retry_all_dead_letters(*, person: Person) -> int:
    """Give all work that failed too often another set of attempts; returns how much there was."""
    number = dead_letters.retry_all_dead()
    write_down(person, "retry_all", "outbox", number=number)
    return number


def discard_dead_letter(*, row: OutboxRow, person: Person) -> None:
    """Never try this work again."""
    dead_letters.discard_dead(row)
    write_down(person, "discard", f"outbox:{row.id}", kind=row.kind)


def discard_all_dead_letters(*, person: Person) -> int:
    """Never try any of the work that failed again; returns how much there was."""
    number = dead_letters.discard_all_dead()
    write_down(person, "discard_all", "outbox", number=number)
    return number


def send_restored_mails(*, person: Person) -> int:
    """Send the mails that a restore set aside, and trust this site with its mails again; returns their number."""
    number = restored_mails.send_set_aside()
    write_down(person, "send_restored", "outbox", number=number)
    return number


def discard_restored_mails(*, person: Person) -> int:
    """Never send the mails that a restore set aside; returns their number."""
    number = restored_mails.discard_set_aside()
    write_down(person, "discard_restored", "outbox", number=number)
    return number
