"""Gathers what the features of this application declare about personal data and about how long things are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.personal_data import PersonalData, PersonalTable, RetentionRule
from forum.web.manifest import Feature, list_features


def list_personal_data() -> list[PersonalData]:
    """List what each feature that keeps something about people says of it, in the order of the features."""
    return [one.personal_data for one in list_features(Feature) if one.personal_data is not None]


def list_personal_tables() -> list[PersonalTable]:
    """List every declared way from a table to a person."""
    return [table for data in list_personal_data() for table in data.tables]


def code_labels() -> dict[str, Mapping[Any, str]]:
    """Return the labels of the codes in these tables, by "table.column"."""
    return {place: labels for data in list_personal_data() for place, labels in data.labels.items()}


def list_retention_rules() -> list[RetentionRule]:
    """List what is kept for a time only."""
    return [rule for one in list_features(Feature) for rule in one.retention]
