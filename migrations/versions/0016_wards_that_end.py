"""wards begin and end, Welsh names, former codes of councils, and codes of smaller places

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OF_TODAY = sa.text("ended_on IS NULL")


def upgrade() -> None:
    """Let a name be another ward's once the first has ended."""
    with op.batch_alter_table("area") as batch:
        batch.add_column(sa.Column("name_welsh", sa.String(length=120), nullable=False, server_default=""))
        batch.add_column(sa.Column("started_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch.drop_constraint("uq_area_council_id_name", type_="unique")
    op.create_index(
        "uq_area_name_now",
        "area",
        ["council_id", "name"],
        unique=True,
        sqlite_where=OF_TODAY,
        postgresql_where=OF_TODAY,
    )
    op.create_index("ix_area_council_name", "area", ["council_id", "name", "id"])
    op.create_table(
        "area_successor",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["successor_id"], ["area.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "successor_id"),
    )
    op.create_index("ix_area_successor_successor_id", "area_successor", ["successor_id"])
    op.create_table(
        "council_former_code",
        sa.Column("gss_code", sa.String(length=9), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("gss_code"),
    )
    op.create_index("ix_council_former_code_council_id", "council_former_code", ["council_id"])
    op.create_table(
        "place_code",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("ward_code", sa.String(length=9), nullable=False),
        sa.Column("council_code", sa.String(length=9), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )


def downgrade() -> None:
    """Take it away; a ward that ended keeps its row under a name with its code, since names are single again."""
    op.drop_table("place_code")
    op.drop_table("council_former_code")
    op.drop_table("area_successor")
    op.execute(
        "UPDATE area SET name = substr(name, 1, 100) || ' (' || coalesce(gss_code, 'ended') || ')'"
        " WHERE ended_on IS NOT NULL"
    )
    op.drop_index("ix_area_council_name", table_name="area")
    op.drop_index("uq_area_name_now", table_name="area")
    with op.batch_alter_table("area") as batch:
        batch.drop_column("ended_on")
        batch.drop_column("started_on")
        batch.drop_column("name_welsh")
        batch.create_unique_constraint("uq_area_council_id_name", ["council_id", "name"])
