"""recipients who were refused, by message

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(sa.Column("refused", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("reached", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("outbox_message") as table:
        table.drop_column("reached")
        table.drop_column("refused")
