"""groups that their organisers left are joined no more by anyone, and groups wait for a moderator as posts do

Revision: 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

LEFT = """
UPDATE community_group SET left_at = :now
WHERE claimed_at IS NULL AND (imported_from IS NULL OR EXISTS (
  SELECT 1 FROM group_claim WHERE group_claim.group_id = community_group.id AND group_claim.was_granted
))
"""


def upgrade() -> None:
    """Whoever makes a group organises it, so that one of people that nobody organises was left; so was one whose claim was granted."""
    op.add_column("community_group", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("community_group", sa.Column("hold", sa.String(length=10), nullable=True))
    op.add_column("community_group", sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_community_group_queued_at"), "community_group", ["queued_at"], unique=False)
    op.execute(LEFT.replace(":now", "CURRENT_TIMESTAMP"))


def downgrade() -> None:
    """All groups are in the lists again, and anyone joins one that nobody organises."""
    op.drop_index(op.f("ix_community_group_queued_at"), table_name="community_group")
    for name in ("queued_at", "hold", "left_at"):
        op.drop_column("community_group", name)
