"""References to rows that are not there: whoever reads one gets a stand-in with missing facts, and no page fails.

Both databases refuse such a reference, but not every tool that writes to a SQLite file does, and disks lose rows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, inspect
from sqlalchemy.orm import RelationshipDirection, RelationshipProperty, configure_mappers, object_mapper
from sqlalchemy.orm.attributes import InstrumentedAttribute, set_committed_value

from forum.core.codes import UNKNOWN_LABEL, UNKNOWN_MOMENT
from forum.core.column_types import Forgiving
from forum.core.damage_reports import report_damage
from forum.core.db import Base

CALLED = frozenset({"name", "official_name", "title"})
SLUG = "not-known"
_LIKE: dict[type, Any] = {str: "", int: 0, float: 0.0, bool: False, bytes: b"", datetime: UNKNOWN_MOMENT}


class NeededRow(InstrumentedAttribute[Any]):
    """A relationship to the one row that a column must name: never None in a row that is stored."""

    __slots__ = ()
    inherit_cache = True

    def __get__(self, instance: object, owner: Any) -> Any:  # noqa: ANN401  # as SQLAlchemy has it
        """Read what is there, or a stand-in for it."""
        found = super().__get__(instance, owner)
        return _stand_in_for(instance, self.key) if found is None and instance is not None else found


def stand_in(model: type[Any]) -> Any:  # noqa: ANN401  # a row of the model
    """Make a row of a model that says of everything that it is not known; it is in no session, and is never stored."""
    row = model()
    for attribute in inspect(model).column_attrs:
        column = attribute.columns[0]
        set_committed_value(row, attribute.key, None if column.nullable else _unknown(attribute.key, column))
    row.is_stand_in = True
    return row


def _stand_in_for(instance: object, key: str) -> Any:  # noqa: ANN401  # a row, or None in one that is only being made
    is_stored = inspect(instance).key is not None  # type: ignore[union-attr]  # every mapped row has a state
    if not is_stored and not getattr(instance, "is_stand_in", False):
        return None
    mapper = object_mapper(instance)
    relationship: RelationshipProperty[Any] = mapper.relationships[key]
    column = next(iter(relationship.local_columns))
    if is_stored:
        name = mapper.get_property_by_column(column).key
        report_damage(str(column), getattr(instance, name))
    return stand_in(relationship.mapper.class_)


def _unknown(name: str, column: Column[Any]) -> Any:  # noqa: ANN401  # of the column's type
    if isinstance(column.type, Forgiving):
        return column.type.unknown
    if name in CALLED:
        return UNKNOWN_LABEL
    return SLUG if name == "slug" else _LIKE.get(column.type.python_type)


def use_stand_ins() -> None:
    """Have relationships by columns that are never empty give stand-ins, once all models are imported."""
    configure_mappers()
    for mapper in Base.registry.mappers:
        for one in mapper.relationships:
            attribute = mapper.class_.__dict__.get(one.key)
            is_needed = one.direction is RelationshipDirection.MANYTOONE and not any(
                column.nullable for column in one.local_columns
            )
            if is_needed and type(attribute) is InstrumentedAttribute:
                attribute.__class__ = NeededRow
