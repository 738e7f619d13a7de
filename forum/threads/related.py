"""What features above have to say on the page of a thread below them, which need not know them.

A feature registers one function when the application is put together (forum/features.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forum.councils.identity import Identity
from forum.threads.cards import Card
from forum.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the cards under it, each as the component thread_card shows it."""

    title: str
    cards: list[Card]


_sources: dict[str, Callable[[Thread, Identity], Section | None]] = {}


def register(name: str, source: Callable[[Thread, Identity], Section | None]) -> None:
    """Have a source asked on each page; it gives only what this reader may read, in one bounded query."""
    _sources[name] = source


def list_sections(thread: Thread, identity: Identity) -> list[Section]:
    """List what there is to show about a thread, in the order the sources were registered."""
    found = [source(thread, identity) for source in _sources.values()]
    return [section for section in found if section is not None and section.cards]
