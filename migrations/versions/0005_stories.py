"""stories with their outcomes

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('story',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('summary', sa.String(length=280), nullable=False),
    sa.Column('set_out', sa.Text(), nullable=False),
    sa.Column('set_out_html', sa.Text(), nullable=False),
    sa.Column('happened', sa.Text(), nullable=False),
    sa.Column('happened_html', sa.Text(), nullable=False),
    sa.Column('differently', sa.Text(), nullable=False),
    sa.Column('differently_html', sa.Text(), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=True),
    sa.Column('cash_pounds', sa.Integer(), nullable=True),
    sa.Column('volunteer_hours', sa.Integer(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('number_of_outcomes', sa.Integer(), nullable=False),
    sa.Column('number_checked', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('still_true_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hint_closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['thread.id'], name=op.f('fk_story_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_story'))
    )
    op.create_index('ix_story_measured', 'story', ['number_of_outcomes', 'id'], unique=False)
    op.create_index('ix_story_told', 'story', ['told_at', 'id'], unique=False)
    op.create_table('barrier_met',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('story_id', sa.Integer(), nullable=False),
    sa.Column('barrier_id', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['barrier_id'], ['barrier.id'], name=op.f('fk_barrier_met_barrier_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['story_id'], ['story.id'], name=op.f('fk_barrier_met_story_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_barrier_met')),
    sa.UniqueConstraint('story_id', 'barrier_id', name=op.f('uq_barrier_met_story_id_barrier_id'))
    )
    op.create_index(op.f('ix_barrier_met_barrier_id'), 'barrier_met', ['barrier_id'], unique=False)
    op.create_table('lesson',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('story_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['story_id'], ['story.id'], name=op.f('fk_lesson_story_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson'))
    )
    op.create_index('ix_lesson_story', 'lesson', ['story_id', 'id'], unique=False)
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('story_id', sa.Integer(), nullable=False),
    sa.Column('indicator', sa.String(length=120), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('unit_name', sa.String(length=40), nullable=False),
    sa.Column('baseline', sa.BigInteger(), nullable=True),
    sa.Column('baseline_on', sa.Date(), nullable=True),
    sa.Column('result', sa.BigInteger(), nullable=False),
    sa.Column('result_on', sa.Date(), nullable=False),
    sa.Column('method', sa.String(length=12), nullable=True),
    sa.Column('evidence_link', sa.String(length=500), nullable=False),
    sa.Column('evidence_file_id', sa.Integer(), nullable=True),
    sa.Column('checked_as', sa.String(length=12), nullable=False),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('checked_for', sa.String(length=160), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_outcome_checked_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['evidence_file_id'], ['stored_file.id'], name=op.f('fk_outcome_evidence_file_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['story_id'], ['story.id'], name=op.f('fk_outcome_story_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome'))
    )
    op.create_index(op.f('ix_outcome_checked_by_id'), 'outcome', ['checked_by_id'], unique=False)
    op.create_index(op.f('ix_outcome_evidence_file_id'), 'outcome', ['evidence_file_id'], unique=False)
    op.create_index('ix_outcome_story', 'outcome', ['story_id', 'id'], unique=False)
    op.create_table('story_import',
    sa.Column('story_id', sa.Integer(), nullable=False),
    sa.Column('grant_id', sa.String(length=200), nullable=False),
    sa.Column('funder', sa.String(length=200), nullable=False),
    sa.Column('recipient', sa.String(length=200), nullable=False),
    sa.Column('amount_pounds', sa.BigInteger(), nullable=True),
    sa.Column('awarded_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=500), nullable=False),
    sa.Column('licence', sa.String(length=300), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['story_id'], ['story.id'], name=op.f('fk_story_import_story_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('story_id', name=op.f('pk_story_import')),
    sa.UniqueConstraint('grant_id', name=op.f('uq_story_import_grant_id'))
    )
    op.create_table('outcome_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('checked_as', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['outcome_id'], ['outcome.id'], name=op.f('fk_outcome_check_outcome_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outcome_check_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_check'))
    )
    op.create_index(op.f('ix_outcome_check_outcome_id'), 'outcome_check', ['outcome_id'], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f('ix_outcome_check_outcome_id'), table_name='outcome_check')
    op.drop_table('outcome_check')
    op.drop_table('story_import')
    op.drop_index('ix_outcome_story', table_name='outcome')
    op.drop_index(op.f('ix_outcome_evidence_file_id'), table_name='outcome')
    op.drop_index(op.f('ix_outcome_checked_by_id'), table_name='outcome')
    op.drop_table('outcome')
    op.drop_index('ix_lesson_story', table_name='lesson')
    op.drop_table('lesson')
    op.drop_index(op.f('ix_barrier_met_barrier_id'), table_name='barrier_met')
    op.drop_table('barrier_met')
    op.drop_index('ix_story_told', table_name='story')
    op.drop_index('ix_story_measured', table_name='story')
    op.drop_table('story')
