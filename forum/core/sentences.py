"""Sentences that are made when they are shown, of a code and parameters in a row (ADR 35): each takes exactly its own."""

from __future__ import annotations

from collections.abc import Collection
from string import Formatter


def parameters_of(template: str) -> frozenset[str]:
    """Return the names of the parameters that a sentence takes."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def check_parameters(code: str, given: Collection[str], taken: Collection[str]) -> None:
    """Raise ValueError when a code comes with other parameters than its sentence takes."""
    if set(given) != set(taken):
        raise ValueError(f"{code} takes {sorted(taken)}")
