"""How a lower feature tells higher ones what happened, without knowing them.

An event is a frozen dataclass in a feature's events.py, named in the past tense. Subscribers run at
once, in the sender's transaction: if one fails, nothing has happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar


class Event:
    """The base of all events."""


AnEvent = TypeVar("AnEvent", bound=Event)
_subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[AnEvent], subscriber: Callable[[AnEvent], None]) -> None:
    """Call the subscriber each time such an event is sent. Subscribing twice is the same as once."""
    if subscriber not in _subscribers[event]:
        _subscribers[event].append(subscriber)


def send(event: Event) -> None:
    """Tell every subscriber, in the order they subscribed, inside the current transaction."""
    for subscriber in _subscribers[type(event)]:
        subscriber(event)
