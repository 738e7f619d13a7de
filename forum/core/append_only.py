"""Tables whose rows are written once: the database itself refuses to change or to delete them.

Triggers hold that, so that it is true for our own code, for a shell and for whoever has the password of the database
and does not mean to. A migration that makes such a table writes the same triggers; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import DDL, Table, event

MESSAGE = "rows of {} are written once"


def make_append_only(table: Table) -> None:
    """Have the triggers made with the table."""
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect):
            made = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", made)


def statements(table: str, dialect: str) -> Iterator[str]:
    """Return what makes a table append-only on a database."""
    message = MESSAGE.format(table)
    if dialect == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    for verb, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = "no_truncate" if verb == "TRUNCATE" else "no_change"
        yield (
            f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION {table}_written_once()"
        )
