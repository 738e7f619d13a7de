"""pictures and evidence files

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("number_of_pictures", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("number_of_bytes", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stored_file_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_stored_file_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_stored_file_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stored_file_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("small_id", sa.Integer(), nullable=False),
        sa.Column("large_id", sa.Integer(), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=False),
        sa.Column("small_height", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["large_id"], ["stored_file.id"], name=op.f("fk_picture_large_id")),
        sa.ForeignKeyConstraint(["small_id"], ["stored_file.id"], name=op.f("fk_picture_small_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_picture_thread_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_large_id"), ["large_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_small_id"), ["small_id"], unique=False)
        batch_op.create_index("ix_picture_thread_position", ["thread_id", "position", "id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("picture")
    op.drop_table("stored_file")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_column("number_of_pictures")
