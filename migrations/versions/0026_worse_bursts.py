"""reminders, and what messages about a burst have said

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incident") as table:
        table.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("burst") as table:
        table.add_column(
            sa.Column("told_severity", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("told_topics", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE burst SET told_severity = severity")  # no alarm for what is known


def downgrade() -> None:
    with op.batch_alter_table("burst") as table:
        table.drop_column("told_topics")
        table.drop_column("told_severity")
    op.drop_column("incident", "reminders")  # a batch would drop the table that events refer to
