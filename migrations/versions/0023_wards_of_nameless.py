"""what was posted without a name is indexed again, without its ward

Revision: 0023, after 0022. Search and its facets held the ward of every report; the worker reads those without a name
anew, with their comments. Nothing else in the database changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BATCH = 1000

thread = sa.table("thread", sa.column("id", sa.Integer), sa.column("visibility", sa.String))
outbox = sa.table(
    "outbox",
    sa.column("kind", sa.String),
    sa.column("payload", sa.JSON),
    sa.column("created_at", sa.DateTime),
    sa.column("due_at", sa.DateTime),
    sa.column("number_of_attempts", sa.Integer),
)


def upgrade() -> None:
    """Have the worker index them anew."""
    _index_later()


def downgrade() -> None:
    """Have the worker index them anew: the code of before puts the ward back."""
    _index_later()


def _index_later() -> None:
    nameless = sa.select(thread.c.id).where(thread.c.visibility != "public").order_by(thread.c.id)
    numbers = op.get_bind().execute(nameless).scalars().all()
    now = sa.func.current_timestamp()
    common = {"kind": "index", "created_at": now, "due_at": now, "number_of_attempts": 0}
    for start in range(0, len(numbers), BATCH):
        rows = [
            {**common, "payload": {"document": f"{kind}:{number}"}}
            for number in numbers[start : start + BATCH]
            for kind in ("thread", "comments-of")
        ]
        op.execute(sa.insert(outbox).values(rows))
