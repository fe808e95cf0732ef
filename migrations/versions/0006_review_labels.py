"""reviewed labels

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prediction_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("reviewer", sa.String(length=254), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("opinion", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["prediction_id"],
            ["prediction.id"],
            name=op.f("fk_review_label_prediction_id_prediction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_label")),
    )
    with op.batch_alter_table("review_label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_label_prediction_id"), ["prediction_id"])
        batch_op.create_index(
            batch_op.f("ix_review_label_reviewer_created_at"), ["reviewer", "created_at"]
        )
        batch_op.create_index(
            "uq_review_label_standing",
            ["text_key", "reviewer"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("review_label")
