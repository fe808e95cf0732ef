"""votes counted by day, too

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SUMS = ("votes", "wrong_votes", "voted", "wrong", "confidence")


def upgrade() -> None:
    op.create_table(
        "vote_day",
        sa.Column("day", sa.DateTime(), nullable=False),
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("bin", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("wrong_votes", sa.Integer(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("day", "model_version", "bin", name=op.f("pk_vote_day")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    day = "substr(hour, 1, 10) || ' 00:00:00.000000'" if is_sqlite else "date_trunc('day', hour)"
    sums = ", ".join(f"sum({name})" for name in SUMS)
    op.execute(
        f"INSERT INTO vote_day (day, model_version, bin, {', '.join(SUMS)}) "  # noqa: S608
        f"SELECT {day}, model_version, bin, {sums} FROM vote_tally GROUP BY 1, model_version, bin"
    )


def downgrade() -> None:
    op.drop_table("vote_day")
