"""An invitation says which part in the site it brings.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=20), nullable=True))


def downgrade():
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.drop_column("role")
