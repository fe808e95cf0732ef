"""votes counted by hour, version and confidence

Revision ID: 0013
Revises: 0012
"""

from bisect import bisect_right
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EDGES = tuple(place / 20 for place in range(11, 20))
SUMS = ("votes", "wrong_votes", "voted", "wrong", "confidence")

prediction = sa.table(
    "prediction",
    sa.column("id", sa.Integer),
    sa.column("created_at", sa.DateTime),
    sa.column("model_version", sa.String),
    sa.column("probability_positive", sa.Double),
)
feedback = sa.table(
    "feedback", sa.column("prediction_id", sa.Integer), sa.column("is_correct", sa.Boolean)
)


def upgrade() -> None:
    table = op.create_table(
        "vote_tally",
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("bin", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("wrong_votes", sa.Integer(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "model_version", "bin", name=op.f("pk_vote_tally")),
    )
    rows = _counted()
    if rows:
        op.get_bind().execute(table.insert(), rows)


def downgrade() -> None:
    op.drop_table("vote_tally")


def _counted() -> list[dict[str, Any]]:
    """The votes that are there, as the application counts those to come."""
    wrong = sa.func.sum(sa.case((feedback.c.is_correct, 0), else_=1))
    made = prediction.c
    query = (
        sa.select(made.created_at, made.model_version, made.probability_positive)
        .add_columns(sa.func.count(), wrong)
        .join_from(prediction, feedback, feedback.c.prediction_id == made.id)
        .group_by(made.id, made.created_at, made.model_version, made.probability_positive)
    )
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for at, version, positive, votes, reported in op.get_bind().execute(query):
        confidence = None if positive is None else max(positive, 1 - positive)
        key = {
            "hour": at.replace(minute=0, second=0, microsecond=0),
            "model_version": version,
            "bin": -1 if confidence is None else bisect_right(EDGES, confidence),
        }
        cell = cells.setdefault(tuple(key.values()), key | dict.fromkeys(SUMS, 0))
        for name, value in zip(
            SUMS, (votes, reported, 1, int(reported > 0), confidence or 0.0), strict=True
        ):
            cell[name] += value
    return list(cells.values())
