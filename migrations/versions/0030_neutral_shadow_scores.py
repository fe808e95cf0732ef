"""shadow scores of three classes

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shadow_score") as table:
        table.add_column(sa.Column("neutral_probability", sa.Double(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("shadow_score") as table:
        table.drop_column("neutral_probability")
