"""How those behind a barrier are called by a reader who may, or may not, know their name."""

from __future__ import annotations

from forum.barriers.models import Affected, Barrier
from forum.barriers.permissions import may_know_affected, may_know_reporter
from forum.councils.identity import Identity
from forum.groups.display_names import speaker_name
from forum.threads.models import Visibility
from forum.threads.visibility import known_area, note_name_seen


def asked_not_to_be_named(barrier: Barrier, person_id: int) -> bool:
    """Return whether somebody who speaks in a barrier asked that their name be hidden there; so too while nobody has read who did."""
    known = barrier.hidden_people
    is_hidden_reporter = barrier.is_nameless and person_id == barrier.author_id
    return known is None or person_id in known or is_hidden_reporter


def reporter_name(identity: Identity, barrier: Barrier) -> str:
    """Name the reporter: the group, or the person where there is none; a hidden one by its place alone."""
    if not may_know_reporter(identity, barrier):
        return hidden_name(identity, barrier)
    return speaker_name(barrier.group, barrier.author.name, barrier.name_taken_back_at)


def affected_name(identity: Identity, affected: Affected, barrier: Barrier) -> str:
    """Name one affected in the same way."""
    if affected.is_reporter and not may_know_reporter(identity, barrier):
        return hidden_name(identity, barrier)
    if not may_know_affected(identity, affected):
        return "A group that asked not to be named"
    if affected.is_nameless and identity.person_id != affected.person_id:
        note_name_seen(identity, barrier)
    return speaker_name(
        affected.group, affected.person.name, barrier.name_taken_back_at if affected.is_reporter else None
    )


def hidden_name(identity: Identity, barrier: Barrier) -> str:
    """Call a nameless reporter what this reader may know: the council learns a ward of many groups, others nothing."""
    if not identity.is_officer_of(barrier.council_id):
        return "A group that asked not to be named"
    area = known_area(identity, barrier)
    return f"A group in {area.name}" if area else "A group that asked not to be named"


def asked_for_no_name(barrier: Barrier) -> str:
    """Say to its own reporter who sees the name; empty for a public barrier."""
    words = {
        Visibility.NAMELESS: "Your name is hidden from everyone but you and the moderators.",
        Visibility.COUNCIL: "Only the council, you and the moderators can read this. The council does not see your name.",
    }
    return words.get(barrier.visibility, "")
