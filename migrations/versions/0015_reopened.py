"""what the groups opened again has a state of its own

Revision: 0015, after 0014. Until now it stood as "being looked into"; the rows of a history that say so are put right,
the present state follows the last of them, and the worker indexes these barriers and counts their days anew.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ASKING = ("removal_claimed", "way_through", "removed", "removed_unconfirmed")
BATCH = 500

transition = sa.table(
    "transition",
    sa.column("id", sa.Integer),
    sa.column("barrier_id", sa.Integer),
    sa.column("role", sa.String),
    sa.column("from_state", sa.String),
    sa.column("to_state", sa.String),
)
barrier = sa.table(
    "barrier",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("state_before_question", sa.String),
)
outbox = sa.table(
    "outbox",
    sa.column("kind", sa.String),
    sa.column("payload", sa.JSON),
    sa.column("created_at", sa.DateTime),
    sa.column("due_at", sa.DateTime),
    sa.column("number_of_attempts", sa.Integer),
)


def upgrade() -> None:
    """Write the new state where the answers of groups opened a barrier again."""
    rows = transition.c
    reopened = sa.select(rows.barrier_id.distinct()).where(
        rows.role == "system", rows.to_state == "under_review", rows.from_state.in_(ASKING)
    )
    numbers = op.get_bind().execute(reopened.order_by(rows.barrier_id)).scalars().all()
    for start in range(0, len(numbers), BATCH):
        _convert(numbers[start : start + BATCH])
    _do_later(numbers)


def downgrade() -> None:
    """Call them "being looked into" again."""
    numbers = op.get_bind().execute(_standing_reopened()).scalars().all()
    for table, name in (
        (transition, "from_state"),
        (transition, "to_state"),
        (barrier, "state"),
        (barrier, "state_before_question"),
    ):
        op.execute(sa.update(table).where(table.c[name] == "reopened").values({name: "under_review"}))
    _do_later(numbers)


def _convert(numbers: Sequence[int]) -> None:
    query = sa.select(transition).where(transition.c.barrier_id.in_(numbers))
    rows = op.get_bind().execute(query.order_by(transition.c.barrier_id, transition.c.id)).all()
    for number, history in groupby(rows, attrgetter("barrier_id")):
        before, after = "", ""
        for row, from_state, to_state in _renamed(history):
            if (from_state, to_state) != (row.from_state, row.to_state):
                values = {"from_state": from_state, "to_state": to_state}
                op.execute(sa.update(transition).where(transition.c.id == row.id).values(values))
            before, after = from_state, to_state
        if after == "reopened":
            op.execute(sa.update(barrier).where(barrier.c.id == number).values(state=after))
        if after == "needs_info" and before == "reopened":
            op.execute(sa.update(barrier).where(barrier.c.id == number).values(state_before_question=before))


def _renamed(history: Iterator[sa.Row]) -> Iterator[tuple[sa.Row, str, str]]:
    """Give each row with its two states by their new names: a question and its answer lead back to where it was."""
    is_reopened = False
    for row in history:
        by_answers = row.role == "system" and row.from_state in ASKING and row.to_state == "under_review"
        back = is_reopened and (row.from_state, row.to_state) == ("needs_info", "under_review")
        left = is_reopened and row.from_state == "under_review"
        yield row, "reopened" if left else row.from_state, "reopened" if by_answers or back else row.to_state
        is_reopened = by_answers or back or (is_reopened and row.to_state == "needs_info")


def _standing_reopened() -> sa.Select:
    return sa.select(barrier.c.id).where(barrier.c.state == "reopened").order_by(barrier.c.id)


def _do_later(numbers: Sequence[int]) -> None:
    if not numbers:
        return
    work = [("index", {"document": f"thread:{number}"}) for number in numbers]
    work.append(("set_deadlines", {"council": None, "after": 0}))
    now = sa.func.current_timestamp()
    for kind, payload in work:
        row = {"kind": kind, "payload": payload, "created_at": now, "due_at": now, "number_of_attempts": 0}
        op.execute(sa.insert(outbox).values(row))
