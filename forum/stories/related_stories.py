"""What a barrier's page shows of stories: who met it, and got past it."""

from __future__ import annotations

from forum.barriers.lifecycle.states import GOT_PAST_STATES, State
from forum.barriers.models import Barrier
from forum.councils.identity import Identity
from forum.stories.cards import card
from forum.stories.queries import list_stories_that_met
from forum.threads.models import Thread
from forum.threads.related import Section


def stories_that_met(thread: Thread, identity: Identity) -> Section | None:
    """Return the stories that name a barrier that is got past; the page of an open one has no statement to spare."""
    if not isinstance(thread, Barrier) or State(thread.state) not in GOT_PAST_STATES:
        return None
    return Section("Stories that met this", [card(one) for one in list_stories_that_met(identity, thread)])
