"""codes, not sentences: why a barrier's state changed, and what a case change was about

Revision: 0028, after 0027. What no rule here can read stays in the row as it was written, and is printed.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BY_THEMSELVES = ("system", "moderator", "administrator")
COUNCIL = ("officer", "lead")
UNANSWERED = "went_on_unanswered"
MORE_GROUPS = "{groups} more groups have met this since the council said that the rule stays."
MORE_GROUPS_READ = re.compile(r"(\d+) more groups have met this since the council said that the rule stays\.")

# As they were written: the first of each is what is written today, others what earlier versions wrote.
SENTENCES = {
    "review_day_came": (
        "The day has come on which the council said it would review this rule.",
        "The day has come on which the council said it would look at this rule again.",
    ),
    "groups_say_gone": ("Groups that were affected say that it is gone.",),
    "later_answer_says_gone": ("A group that was affected has answered since: it is gone.",),
    "nobody_confirmed": ("We asked the groups, and no answer could confirm it.",),
    "half_say_still_there": ("Half or more of the groups that answered say that it is still there.",),
    "half_say_it_is_back": ("Half or more of the groups that answered say that it is back.",),
    "half_say_no_way_through": ("Half or more of the groups that answered say that this does not work.",),
    "answer_changed": ("A group has changed its answer.",),
    "answer_withdrawn": ("The group's organisers have withdrawn an answer.",),
    UNANSWERED: ("The council continued without an answer.", "The council goes on without an answer."),
}
FIELDS = {"Department": "department", "Officer": "officer", "Council": "council", "Dealt with at": "dealt_with_at"}
NUMBERED = re.compile(r"(\d{1,9}): (.*)", re.DOTALL)

transition = sa.table(
    "transition",
    sa.column("id", sa.Integer),
    sa.column("role", sa.String),
    sa.column("from_state", sa.String),
    sa.column("public_note", sa.Text),
    sa.column("reason", sa.String),
    sa.column("reason_params", sa.JSON),
)
response = sa.table("response", sa.column("transition_id", sa.Integer))
case_change = sa.table(
    "case_change",
    sa.column("id", sa.Integer),
    sa.column("what", sa.String),
    sa.column("was", sa.String),
    sa.column("was_id", sa.Integer),
    sa.column("became", sa.String),
    sa.column("became_id", sa.Integer),
)


def upgrade() -> None:
    """Add the columns and read what was written so far."""
    op.execute("ALTER TABLE transition ADD COLUMN reason VARCHAR(40)")
    op.execute("ALTER TABLE transition ADD COLUMN reason_params JSON DEFAULT '{}' NOT NULL")
    op.execute("ALTER TABLE case_change ADD COLUMN was_id INTEGER")
    op.execute("ALTER TABLE case_change ADD COLUMN became_id INTEGER")
    _read_reasons()
    _keep_unread()
    _read_fields()


def downgrade() -> None:
    """Write the sentences out again, as they are written today."""
    bind = op.get_bind()
    for reason, (sentence, *_) in SENTENCES.items():
        bind.execute(
            sa.update(transition).where(transition.c.reason == reason).values(public_note=sentence)
        )
    with_params = sa.select(transition.c.id, transition.c.reason, transition.c.reason_params)
    for row in bind.execute(with_params.where(transition.c.reason.in_(["more_groups_met_it", "as_written"]))).all():
        params = row.reason_params
        note = params["words"] if row.reason == "as_written" else MORE_GROUPS.format(**params)
        bind.execute(sa.update(transition).where(transition.c.id == row.id).values(public_note=note))
    for label, code in FIELDS.items():
        bind.execute(sa.update(case_change).where(case_change.c.what == code).values(what=label))
    _write_numbers()
    op.execute("ALTER TABLE transition DROP COLUMN reason_params")
    op.execute("ALTER TABLE transition DROP COLUMN reason")
    op.execute("ALTER TABLE case_change DROP COLUMN was_id")
    op.execute("ALTER TABLE case_change DROP COLUMN became_id")


def _read_reasons() -> None:
    bind = op.get_bind()
    alone = transition.c.role.in_(BY_THEMSELVES)
    with_words = sa.exists().where(response.c.transition_id == transition.c.id)
    went_on = transition.c.role.in_(COUNCIL) & (transition.c.from_state == "needs_info") & ~with_words
    for reason, sentences in SENTENCES.items():
        rows = sa.update(transition).where(transition.c.public_note.in_(sentences))
        rows = rows.where(went_on if reason == UNANSWERED else alone)
        bind.execute(rows.values(reason=reason, public_note=""))
    notes = sa.select(transition.c.public_note).where(alone, transition.c.public_note.like("% more groups %"))
    for note in bind.scalars(notes.distinct()).all():
        read = MORE_GROUPS_READ.fullmatch(note)
        if read:
            rows = sa.update(transition).where(alone, transition.c.public_note == note)
            params = {"groups": int(read[1])}
            bind.execute(rows.values(reason="more_groups_met_it", reason_params=params, public_note=""))


def _keep_unread() -> None:
    """Keep in a parameter what nobody typed and no rule reads."""
    bind = op.get_bind()
    unread = sa.select(transition.c.id, transition.c.public_note)
    unread = unread.where(transition.c.role.in_(BY_THEMSELVES), transition.c.public_note != "")
    for row in bind.execute(unread.order_by(transition.c.id)).all():
        print(f"0028: change of state {row.id} is kept as it was written: {row.public_note}")
        kept = {"reason": "as_written", "reason_params": {"words": row.public_note}, "public_note": ""}
        bind.execute(sa.update(transition).where(transition.c.id == row.id).values(**kept))


def _read_fields() -> None:
    bind = op.get_bind()
    for label, code in FIELDS.items():
        bind.execute(sa.update(case_change).where(case_change.c.what == label).values(what=code))
    linked = sa.select(case_change).where(case_change.c.what == "dealt_with_at")
    for row in bind.execute(linked).all():
        read = {"was": NUMBERED.fullmatch(row.was), "became": NUMBERED.fullmatch(row.became)}
        values = {f"{name}_id": int(found[1]) for name, found in read.items() if found}
        values |= {name: found[2] for name, found in read.items() if found}
        if values:
            bind.execute(sa.update(case_change).where(case_change.c.id == row.id).values(**values))
        if any(text and not read[name] for name, text in (("was", row.was), ("became", row.became))):
            print(f"0028: case change {row.id} is kept as it was written: {row.was!r} to {row.became!r}")
    unknown = sa.select(case_change).where(case_change.c.what.not_in(FIELDS.values()))
    for row in bind.execute(unknown.order_by(case_change.c.id)).all():
        print(f"0028: case change {row.id} is kept as it was written: {row.what!r}")


def _write_numbers() -> None:
    bind = op.get_bind()
    linked = sa.select(case_change).where(case_change.c.what == "Dealt with at")
    for row in bind.execute(linked).all():
        values = {
            name: f"{number}: {title}"[:300]
            for name, number, title in (("was", row.was_id, row.was), ("became", row.became_id, row.became))
            if number is not None
        }
        if values:
            bind.execute(sa.update(case_change).where(case_change.c.id == row.id).values(**values))
