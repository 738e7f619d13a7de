"""groups that were named only where their name is not shown are known to their members alone

Revision: 0046, after 0045.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

HIDE = """
UPDATE community_group SET is_unlisted = true
WHERE imported_from IS NULL AND org_id IS NULL AND summary = '' AND website = '' AND legal_form IS NULL
  AND (EXISTS (SELECT 1 FROM thread WHERE thread.group_id = community_group.id AND thread.visibility != 'public')
    OR EXISTS (SELECT 1 FROM affected WHERE affected.group_id = community_group.id AND affected.is_nameless))
  AND NOT EXISTS (SELECT 1 FROM thread WHERE thread.group_id = community_group.id AND thread.visibility = 'public')
  AND NOT EXISTS (SELECT 1 FROM affected JOIN thread ON thread.id = affected.barrier_id
    WHERE affected.group_id = community_group.id AND NOT affected.is_nameless AND thread.visibility != 'council')
  AND NOT EXISTS (SELECT 1 FROM advice WHERE advice.group_id = community_group.id)
  AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.group_id = community_group.id)
  AND NOT EXISTS (SELECT 1 FROM resource WHERE resource.group_id = community_group.id)
  AND NOT EXISTS (SELECT 1 FROM story_recipient WHERE story_recipient.group_id = community_group.id)
"""


def upgrade() -> None:
    """Take those out of the lists that said nothing of themselves and nothing under their name."""
    op.add_column(
        "community_group", sa.Column("is_unlisted", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(HIDE)


def downgrade() -> None:
    """All groups are in the lists again."""
    op.drop_column("community_group", "is_unlisted")
