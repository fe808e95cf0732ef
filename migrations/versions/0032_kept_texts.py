"""importers say how long texts are kept, and are asked before old ones are imported

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tweet", sa.Column("kept_until", sa.DateTime(), nullable=True))
    op.add_column("upload", sa.Column("keep_days", sa.Integer(), nullable=True))
    op.add_column("upload", sa.Column("older", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE upload SET state = 'waiting' WHERE state = 'asking'")
    op.drop_column("upload", "older")
    op.drop_column("upload", "keep_days")
    op.drop_column("tweet", "kept_until")
