"""contact points and routes

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False, server_default=""),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_point")),
        sa.UniqueConstraint("name", name=op.f("uq_contact_point_name")),
    )
    op.create_table(
        "alert_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=True),
        sa.Column("stream_id", sa.Integer(), nullable=True),
        sa.Column("min_severity", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact_point.id"],
            name=op.f("fk_alert_route_contact_id_contact_point"),
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["stream.id"], name=op.f("fk_alert_route_stream_id_stream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_route")),
    )
    for column in ("contact_id", "stream_id"):
        op.create_index(op.f(f"ix_alert_route_{column}"), "alert_route", [column])


def downgrade() -> None:
    op.drop_table("alert_route")
    op.drop_table("contact_point")
    op.execute("DELETE FROM stored_setting WHERE name IN ('contacts', 'quiet_hours')")
