"""which tag another one means now, instead of a sentence that says so, in what moderators did

Revision: 0032, after 0031. What no rule reads stays as it was written, and is printed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NOW_MEANS = "now means "
MEANS_ITSELF = "means itself again"

act = sa.table(
    "moderation_act", sa.column("id", sa.Integer), sa.column("verb", sa.String), sa.column("reason", sa.Text)
)


def upgrade() -> None:
    """Keep the name of the tag alone."""
    bind = op.get_bind()
    joined = sa.select(act).where(act.c.verb == "join_tags").order_by(act.c.id)
    for row in bind.execute(joined).all():
        if row.reason.startswith(NOW_MEANS):
            name = row.reason.removeprefix(NOW_MEANS)
            bind.execute(sa.update(act).where(act.c.id == row.id).values(reason=name))
        else:
            print(f"0032: what moderators did, {row.id}, is kept as it was written: {row.reason}")
    parted = sa.update(act).where(act.c.verb == "part_tags", act.c.reason == MEANS_ITSELF)
    bind.execute(parted.values(reason=""))


def downgrade() -> None:
    """Write the sentences again."""
    bind = op.get_bind()
    joined = sa.update(act).where(act.c.verb == "join_tags")
    bind.execute(joined.values(reason=sa.literal(NOW_MEANS) + act.c.reason))
    bind.execute(sa.update(act).where(act.c.verb == "part_tags").values(reason=MEANS_ITSELF))
