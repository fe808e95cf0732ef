"""messages that became part of another

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(sa.Column("grouped_with", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute(
        "UPDATE outbox_message SET state = 'sent', sent_at = created_at WHERE state = 'grouped'"
    )
    with op.batch_alter_table("outbox_message") as table:
        table.drop_column("grouped_with")
