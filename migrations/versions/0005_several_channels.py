"""messages by several ways, of which each may have several addresses

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("target", sa.String(length=80), nullable=False, server_default="")
        )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.alter_column("target", server_default=None)


def downgrade() -> None:
    # The code before knows mail only, and would mail what was meant for a chat.
    op.execute("DELETE FROM outbox_message WHERE channel <> 'mail'")
    op.execute("DELETE FROM incident_event WHERE kind IN ('message_sent', 'message_failed')")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_column("target")
