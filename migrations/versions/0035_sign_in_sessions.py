"""sessions with rows of their own, recovery codes, and encrypted secrets of code apps

Revision: 0035, after 0034. Everybody is signed out once: what a cookie of before says has no row. Secrets are encrypted
with the site's key, and go back to plain text on the way down.
"""

import sqlalchemy as sa
from alembic import op

from forum.core.encryption import decrypt, encrypt

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

PURPOSE = "totp_secret"

person = sa.table(
    "person",
    sa.column("id", sa.Integer),
    sa.column("totp_secret", sa.String),
    sa.column("sealed_totp_secret", sa.String),
)


def upgrade() -> None:
    """Make the tables, and encrypt what is there."""
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("browser", sa.String(length=20), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_sign_in_session_key_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"])
    op.create_index(op.f("ix_sign_in_session_ends_at"), "sign_in_session", ["ends_at"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")),
    )
    op.add_column("person", sa.Column("sealed_totp_secret", sa.String(length=200), nullable=True))
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        bind.exec_driver_sql("PRAGMA secure_delete = ON")  # so that no page of the file keeps the plain text
    for row in bind.execute(sa.select(person.c.id, person.c.totp_secret).where(person.c.totp_secret.is_not(None))).all():
        change = sa.update(person).where(person.c.id == row.id)
        bind.execute(change.values(sealed_totp_secret=encrypt(row.totp_secret, purpose=PURPOSE), totp_secret=None))
    op.drop_column("person", "totp_secret")


def downgrade() -> None:
    """Write the secrets in plain text again, and drop the tables."""
    op.add_column("person", sa.Column("totp_secret", sa.String(length=64), nullable=True))
    bind = op.get_bind()
    rows = sa.select(person.c.id, person.c.sealed_totp_secret).where(person.c.sealed_totp_secret.is_not(None))
    for row in bind.execute(rows).all():
        change = sa.update(person).where(person.c.id == row.id)
        bind.execute(change.values(totp_secret=decrypt(row.sealed_totp_secret, purpose=PURPOSE)))
    op.drop_column("person", "sealed_totp_secret")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_sign_in_session_ends_at"), table_name="sign_in_session")
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
