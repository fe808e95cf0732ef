"""owners of incidents

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incident") as table:
        table.add_column(sa.Column("owner", sa.String(254), nullable=True))
    op.execute(  # a link in a mail acknowledges, too, and owns nothing
        "UPDATE incident SET owner = acknowledged_by"
        " WHERE acknowledged_by IN (SELECT email FROM account)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM incident_event WHERE kind IN ('assigned', 'noted', 'unacknowledged')")
    op.drop_column("incident", "owner")  # a batch would drop the table that events refer to
