"""Finds whom a text names: "@Ruth Calloway", or "@Ruth" where only one of those who can be meant is called so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from forum.accounts.models import Person
from forum.core.text import quote_heading
from forum.threads.author_display import public_author_display
from forum.threads.models import Comment, Thread
from forum.threads.queries import list_writers

MOST_NAMED = 10
"""People told of one comment; whoever names more is not heard by the rest."""


def named_in(words: str, people: Sequence[Person]) -> list[Person]:
    """List those whose name stands behind an @ in these words, each once; a full name before a first name."""
    firsts = Counter(_first(one) for one in people)
    found: set[int] = set()
    left = words
    for by_full_name in (True, False):
        for one in people:
            name = one.name if by_full_name else _first(one)
            if not name or (not by_full_name and firsts[name] > 1):
                continue
            pattern = re.compile(rf"(?<!\w)@{re.escape(name)}(?!\w)", re.IGNORECASE)
            left, times = pattern.subn(" ", left)
            if times:
                found |= {
                    other.id for other in people if one is other or (by_full_name and other.name == name)
                }
    return [one for one in people if one.id in found]


def with_name(words: str, person: Person | None) -> str:
    """Put somebody who was picked before the words, unless they name them already."""
    if person is None or named_in(words, [person]):
        return words
    return f"@{person.name} {words}"


def list_mentionable(thread: Thread, *, by: Person) -> list[Person]:
    """List those who wrote in a thread under their own name, the last first: everybody who reads it sees these names."""
    shown = public_author_display(thread)
    return [one for one in list_writers(thread) if one.id != by.id and shown(one) == one.name]


def list_addressed(comment: Comment) -> list[tuple[Person, bool]]:
    """List whom a comment names, and whom it quotes (True) without naming them."""
    people = list_mentionable(comment.thread, by=comment.author)
    named = named_in(comment.body, people)
    quoted = [one for one in people if one not in named and quote_heading(one.name) in comment.body]
    return [*((one, False) for one in named), *((one, True) for one in quoted)][:MOST_NAMED]


def _first(person: Person) -> str:
    return person.name.split(" ", 1)[0] if person.name else ""
