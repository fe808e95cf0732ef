"""neutral tweets, and the language of a tweet

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LEANING = "CASE WHEN probability_positive >= 0.5 THEN 'positive' ELSE 'negative' END"


def upgrade() -> None:
    op.add_column("prediction", sa.Column("neutral_probability", sa.Double()))
    op.add_column("prediction", sa.Column("language", sa.String(length=20)))
    op.add_column("tweet", sa.Column("neutral_probability", sa.Double()))


def downgrade() -> None:
    op.execute(
        f"UPDATE tweet SET label = {LEANING} WHERE neutral_probability IS NOT NULL"  # noqa: S608
    )
    op.drop_column("tweet", "neutral_probability")
    op.drop_column("prediction", "language")
    op.drop_column("prediction", "neutral_probability")
