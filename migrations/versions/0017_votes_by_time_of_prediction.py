"""votes found by when their predictions were made

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_feedback_predicted_at",
        "feedback",
        ["predicted_at", "prediction_id", "is_correct", "confidence", "model_version"],
    )


def downgrade() -> None:
    op.drop_index(
        "ix_feedback_predicted_at",
        table_name="feedback",
    )
