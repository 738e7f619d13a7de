"""What features above have to say on the page of a thread below them, which need not know them."""

from __future__ import annotations

from dataclasses import dataclass

from forum.threads.cards import Card


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the cards under it, each as the component thread_card shows it."""

    title: str
    cards: list[Card]
