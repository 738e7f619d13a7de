"""search tables, on PostgreSQL alone

Revision: 0002, after 0001. The index is made from the rows and can be made again at any time, so this makes
the tables as the engine of the day defines them. A later change of their shape drops them and makes them anew
in a migration of its own; `flask search rebuild` fills them.
"""

from alembic import op
from sqlalchemy import MetaData

from forum.search.backends.postgresql.tables import define_tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        metadata = MetaData()
        define_tables(metadata)
        metadata.create_all(op.get_bind())


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        metadata = MetaData()
        define_tables(metadata)
        metadata.drop_all(op.get_bind())
