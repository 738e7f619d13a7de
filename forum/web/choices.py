"""What can be chosen in a field, and what a choice is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectChoice  # type: ignore[attr-defined]  # its types are older than it

__all__ = ["SelectChoice", "choices", "grouped_choices", "label_of", "values", "words_of"]

Pair = tuple[str, str]


def choices(pairs: Iterable[Pair], *, group: str | None = None) -> list[SelectChoice]:
    """Give codes and labels the shape WTForms takes, all under one heading where a group is named."""
    return [SelectChoice(value, label, optgroup=group) for value, label in pairs]


def grouped_choices(groups: Iterable[tuple[str, Iterable[Pair]]], *, unset: str) -> list[SelectChoice]:
    """Return the choices of a long list under headings, after one, `unset`, that chooses nothing."""
    grouped = (one for heading, pairs in groups for one in choices(pairs, group=heading))
    return [*choices([("", unset)]), *grouped]


def values(field: Any) -> set[str]:  # noqa: ANN401  # any field with choices
    """Return the codes that a field offers."""
    return {one.value for one in field.choices or ()}


def label_of(field: Any, *chosen: str | None) -> str:  # noqa: ANN401  # any field with choices
    """Write what was chosen in words, with commas between; empty for codes that are not offered."""
    return ", ".join(one.label for one in field.choices or () if one.value and one.value in chosen)


def words_of(field: Any) -> str:  # noqa: ANN401  # any field
    """Write what a field holds in words: the label of a choice, or what was typed."""
    return label_of(field, field.data) if hasattr(field, "choices") else str(field.data)
