"""sources: how they fare; gaps of streams, open and given up

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_state",
        sa.Column("connector", sa.String(length=20), nullable=False),
        sa.Column("cursor", sa.String(length=200), nullable=True),
        sa.Column("heard_at", sa.DateTime(), nullable=True),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("connector", name=op.f("pk_source_state")),
    )
    with op.batch_alter_table("connector_state") as table:
        table.add_column(sa.Column("gaps", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("lost", sa.JSON(), nullable=False, server_default="[]"))
    # Faults of the stream from X were written beside every stream.
    op.execute("DELETE FROM connector_state WHERE connector = 'x_stream'")


def downgrade() -> None:
    with op.batch_alter_table("connector_state") as table:
        table.drop_column("lost")
        table.drop_column("gaps")
    op.drop_table("source_state")
