"""sheets of batches, and notes on how they were read

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("batch_job") as batch:
        batch.add_column(sa.Column("sheet", sa.String(length=100), nullable=True))
        batch.add_column(sa.Column("sheets", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("notes", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("batch_job") as batch:
        batch.drop_column("notes")
        batch.drop_column("sheets")
        batch.drop_column("sheet")
