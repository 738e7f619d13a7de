"""Sentences that are made when they are shown, of a code and parameters in a row (ADR 35): each takes exactly its own."""

from __future__ import annotations

from collections.abc import Collection
from string import Formatter

from forum.core.codes import UNKNOWN_LABEL


def parameters_of(template: str) -> frozenset[str]:
    """Return the names of the parameters that a sentence takes."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


class Parameters(dict[str, object]):
    """The parameters of a sentence as a row holds them; what is missing there is said to be not known."""

    def __missing__(self, name: str) -> str:
        return UNKNOWN_LABEL.lower()


def check_parameters(code: str, given: Collection[str], taken: Collection[str]) -> None:
    """Raise ValueError when a code comes with other parameters than its sentence takes."""
    if set(given) != set(taken):
        raise ValueError(f"{code} takes {sorted(taken)}")
