"""history of votes

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("is_correct", sa.Boolean(), nullable=False),
        sa.Column("corrected_label", sa.String(length=20), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_change_feedback_id_feedback")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_change")),
    )
    with op.batch_alter_table("feedback_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_change_feedback_id"), ["feedback_id"], unique=False
        )
    # The history of older votes begins with what they say now.
    op.execute(
        "INSERT INTO feedback_change (feedback_id, is_correct, corrected_label, comment, at) "
        "SELECT id, is_correct, corrected_label, comment, updated_at FROM feedback ORDER BY id"
    )


def downgrade() -> None:
    with op.batch_alter_table("feedback_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_change_feedback_id"))
    op.drop_table("feedback_change")
