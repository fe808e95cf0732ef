"""wrong votes listed without their predictions, and the most of them at once by hour

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COPIED = ("predicted_at", "model_version", "predicted_label", "source", "confidence")
LATEST = ("voted_at", "id", "prediction_id", *COPIED, "is_correct")
SUREST = ("confidence", "voted_at", "id", *COPIED[:-1], "is_correct")


def upgrade() -> None:
    # SQLite adds a column that must not be NULL only with a default; each row gets its own below.
    for column in (
        sa.Column(
            "predicted_at", sa.DateTime(), nullable=False, server_default="1970-01-01 00:00:00"
        ),
        sa.Column("model_version", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("predicted_label", sa.String(length=20), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False, server_default="api"),
        sa.Column("confidence", sa.Double(), nullable=False, server_default="0"),
    ):
        op.add_column("feedback", column)
    op.execute(
        """
        UPDATE feedback SET
            predicted_at = made.created_at, model_version = made.model_version,
            predicted_label = made.label, source = made.source,
            confidence = CASE WHEN made.probability_positive >= 0.5 THEN made.probability_positive
                              ELSE coalesce(1 - made.probability_positive, 0) END
        FROM prediction AS made WHERE made.id = feedback.prediction_id
        """
    )
    op.drop_index(op.f("ix_feedback_is_correct_voted_at"), table_name="feedback")
    op.drop_index(op.f("ix_feedback_created_at_prediction_id_is_correct"), table_name="feedback")
    for name, columns in (("latest", LATEST), ("surest", SUREST)):
        op.create_index(
            f"ix_feedback_wrong_{name}",
            "feedback",
            columns,
            sqlite_where=sa.text("is_correct IS 0"),
            postgresql_where=sa.text("is_correct IS false"),
        )
    op.create_table(
        "report_peak",
        sa.Column("window_seconds", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "window_seconds", "hour", "model_version", name=op.f("pk_report_peak")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("report_peak")
    op.drop_index("ix_feedback_wrong_surest", table_name="feedback")
    op.drop_index("ix_feedback_wrong_latest", table_name="feedback")
    for name in reversed(COPIED):
        op.drop_column("feedback", name)
    op.create_index(
        op.f("ix_feedback_created_at_prediction_id_is_correct"),
        "feedback",
        ["created_at", "prediction_id", "is_correct"],
    )
    op.create_index(op.f("ix_feedback_is_correct_voted_at"), "feedback", ["is_correct", "voted_at"])
