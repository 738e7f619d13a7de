"""by what groups are known, which of them may be one, and who shared a grant

Revision: 0017, after 0016.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ENDINGS = [
    one.split()
    for one in (
        "scottish charitable incorporated organisation;charitable incorporated organisation;"
        "sefydliad corfforedig elusennol;community interest company;cwmni buddiannau cymunedol;"
        "community benefit society;public limited company;limited liability partnership;registered charity;"
        "cyfyngedig;limited;scio;cio;cic;cbc;sce;ltd;cyf;plc;ccc;llp;uk;the"
    ).split(";")
]
OLD_ENDINGS = [[one] for one in ("ltd", "limited", "cic", "cio", "uk", "plc")]


def upgrade() -> None:
    """Make the tables, write down by what groups are known now, and compare names as is done from now on."""
    op.create_table(
        "group_known_as",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.String(length=120), nullable=False),
        sa.Column("normalised_name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("org_id", "normalised_name"),
    )
    op.create_index("ix_group_known_as_group_id", "group_known_as", ["group_id"])
    op.create_table(
        "same_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["community_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("group_id", "other_id"),
    )
    op.create_index("ix_same_group_open", "same_group", ["settled_at", "id"])
    op.create_index("ix_same_group_other_id", "same_group", ["other_id"])
    op.create_table(
        "story_recipient",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("story_id", "group_id"),
    )
    op.create_index("ix_story_recipient_group_id", "story_recipient", ["group_id"])
    _compare_names(ENDINGS, signs=r"[&+]")
    op.execute(
        "INSERT INTO group_known_as (group_id, org_id, normalised_name)"
        " SELECT min(id), lower(org_id), normalised_name FROM community_group"
        " WHERE org_id IS NOT NULL GROUP BY lower(org_id), normalised_name"
    )


def downgrade() -> None:
    """Drop them, and compare names as before."""
    op.drop_table("story_recipient")
    op.drop_table("same_group")
    op.drop_table("group_known_as")
    _compare_names(OLD_ENDINGS, signs="&")


def _compare_names(endings: list[list[str]], *, signs: str) -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, name, normalised_name FROM community_group")).all()
    changed = [
        {"number": number, "name": new}
        for number, name, old in rows
        if (new := _normalised(name, endings, signs)) != old
    ]
    if changed:
        bind.execute(
            sa.text("UPDATE community_group SET normalised_name = :name WHERE id = :number"), changed
        )


def _normalised(name: str, endings: list[list[str]], signs: str) -> str:
    folded = unicodedata.normalize("NFKD", re.sub(signs, " and ", name.casefold()))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    every = re.findall(r"[^\W_]+", re.sub("['\u2019.]", "", plain))
    words = every[1:] if every[:1] == ["the"] else every
    while ending := next((one for one in endings if len(words) > len(one) and words[-len(one) :] == one), None):
        words = words[: -len(ending)]
    return " ".join(words or every)[:160]
