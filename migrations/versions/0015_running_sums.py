"""counts of predictions from the beginning up to each hour, instead of by hour

Revision ID: 0015
Revises: 0014
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

AT_ONCE = 1_000

tally = sa.table(
    "prediction_tally",
    sa.column("hour", sa.DateTime),
    sa.column("model_version", sa.String),
    sa.column("measure", sa.String),
    sa.column("bin", sa.Integer),
    sa.column("count", sa.Integer),
    sa.column("total", sa.Double),
)
sums = sa.table(
    "prediction_sum",
    sa.column("model_version", sa.String),
    sa.column("hour", sa.DateTime),
    sa.column("cells", sa.JSON),
)


def upgrade() -> None:
    op.create_table(
        "prediction_sum",
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("model_version", "hour", name=op.f("pk_prediction_sum")),
        sqlite_with_rowid=False,
    )
    _add_up()
    op.drop_table("prediction_tally")


def downgrade() -> None:
    op.create_table(
        "prediction_tally",
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("bin", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint(
            "hour", "model_version", "measure", "bin", name=op.f("pk_prediction_tally")
        ),
    )
    _take_apart()
    op.drop_table("prediction_sum")


def _add_up() -> None:
    query = sa.select(*tally.c).order_by(tally.c.model_version, tally.c.hour)
    rows: list[dict[str, Any]] = []
    for hour, version, measure, place, count, total in op.get_bind().execute(query).all():
        last = rows[-1] if rows else None
        if last is None or (last["model_version"], last["hour"]) != (version, hour):
            goes_on = last is not None and last["model_version"] == version
            before = last["cells"] if last is not None and goes_on else {}
            cells = {
                name: {bin_: list(cell) for bin_, cell in bins.items()}
                for name, bins in before.items()
            }
            last = {"model_version": version, "hour": hour, "cells": cells}
            rows.append(last)
        cell = last["cells"].setdefault(measure, {}).setdefault(str(place), [0, 0.0])
        cell[0] += count
        cell[1] += total
    _write(sums, rows)


def _take_apart() -> None:
    query = sa.select(*sums.c).order_by(sums.c.model_version, sums.c.hour)
    rows: list[dict[str, Any]] = []
    before: tuple[str, dict[str, Any]] = ("", {})
    for version, hour, cells in op.get_bind().execute(query).all():
        known = before[1] if before[0] == version else {}
        for measure, bins in cells.items():
            for place, (count, total) in bins.items():
                count_before, total_before = known.get(measure, {}).get(place, (0, 0.0))
                if count > count_before:
                    values = (hour, version, measure, int(place), count - count_before)
                    row = dict(zip(tally.c.keys(), (*values, total - total_before), strict=True))
                    rows.append(row)
        before = version, cells
    _write(tally, rows)


def _write(table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        op.get_bind().execute(table.insert(), rows[start : start + AT_ONCE])
