"""names of wards as they are compared, so that the words of a search can name one

Revision: 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

from forum.councils.name_matching import normalise

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

COLUMNS = {"normalised": "name", "normalised_welsh": "name_welsh"}


def upgrade() -> None:
    """Add the columns and fill them."""
    for column in COLUMNS:
        op.add_column("area", sa.Column(column, sa.String(length=200), server_default="", nullable=False))
        op.create_index(op.f(f"ix_area_{column}"), "area", [column])
    area = sa.table("area", sa.column("id"), *map(sa.column, (*COLUMNS, *COLUMNS.values())))
    connection = op.get_bind()
    rows = connection.execute(sa.select(area.c.id, area.c.name, area.c.name_welsh)).all()
    for number, name, welsh in rows:
        values = {"normalised": normalise(name), "normalised_welsh": normalise(welsh)}
        connection.execute(sa.update(area).where(area.c.id == number).values(values))


def downgrade() -> None:
    """Drop them."""
    for column in COLUMNS:
        op.drop_index(op.f(f"ix_area_{column}"), table_name="area")
        op.drop_column("area", column)
