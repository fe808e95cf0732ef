"""messages of which there is only one, such as the digest of a day

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("key", sa.String(length=80), nullable=True))
    op.create_index(op.f("ix_outbox_message_key"), "outbox_message", ["key"], unique=True)


def downgrade() -> None:
    # The code before knows no digests.
    op.execute("DELETE FROM outbox_message WHERE notice = 'digest'")
    op.drop_index(op.f("ix_outbox_message_key"), table_name="outbox_message")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_column("key")
