"""what groups offer and need

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.add_column("community_group", sa.Column("right_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table('resource',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('terms', sa.String(length=20), nullable=False),
    sa.Column('council_id', sa.Integer(), nullable=True),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_resource_area_id')),
    sa.ForeignKeyConstraint(['council_id'], ['council.id'], name=op.f('fk_resource_council_id')),
    sa.ForeignKeyConstraint(['group_id'], ['community_group.id'], name=op.f('fk_resource_group_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource'))
    )
    op.create_index(op.f('ix_resource_area_id'), 'resource', ['area_id'], unique=False)
    op.create_index('ix_resource_council', 'resource', ['council_id', 'direction', 'id'], unique=False)
    op.create_index('ix_resource_group', 'resource', ['group_id', 'id'], unique=False)
    op.create_index('ix_resource_open', 'resource', ['direction', 'ended_at', 'until', 'id'], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("community_group") as table:
        table.drop_column("right_at")
    op.drop_index('ix_resource_open', table_name='resource')
    op.drop_index('ix_resource_group', table_name='resource')
    op.drop_index('ix_resource_council', table_name='resource')
    op.drop_index(op.f('ix_resource_area_id'), table_name='resource')
    op.drop_table('resource')
