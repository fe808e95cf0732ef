"""streams name their sources; counts by source; places of several feeds

Counts so far become those of the source that most tweets are from.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COUNTS = ("tweets", "scored", "negative")


def upgrade() -> None:
    with op.batch_alter_table("stream") as table:
        table.add_column(sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("source_state") as table:
        table.alter_column("cursor", type_=sa.Text(), existing_type=sa.String(length=200))
    by_source = "SELECT source FROM tweet GROUP BY source ORDER BY count(*) DESC LIMIT 1"
    is_x = op.get_bind().scalar(sa.text(by_source)) == "x"
    source = "'x'" if is_x else "'other'"
    _rebuild("stream_count", ("stream_id",), has_source=True, source=source)
    _rebuild("background_count", (), has_source=True, source=source)


def downgrade() -> None:
    _rebuild("background_count", (), has_source=False)
    _rebuild("stream_count", ("stream_id",), has_source=False)
    op.execute("DELETE FROM source_state WHERE length(cursor) > 200")
    with op.batch_alter_table("source_state") as table:
        table.alter_column("cursor", type_=sa.String(length=200), existing_type=sa.Text())
    with op.batch_alter_table("stream") as table:
        table.drop_column("sources")


def _rebuild(name: str, first: tuple[str, ...], *, has_source: bool, source: str = "") -> None:
    """Make a table of counts anew with or without its source, and carry the counts over."""
    old = f"{name}_old"
    op.rename_table(name, old)
    if op.get_bind().dialect.name == "postgresql":  # names of constraints are the schema's
        op.execute(f"ALTER TABLE {old} RENAME CONSTRAINT pk_{name} TO pk_{old}")
        if first:
            key = f"fk_{name}_stream_id_stream"
            op.execute(f"ALTER TABLE {old} RENAME CONSTRAINT {key} TO {key}_old")
    own_source = sa.Column("source", sa.String(length=20), nullable=False, server_default="other")
    keys = (*first, "step", "at", *(("source",) if has_source else ()))
    columns = [
        *(sa.Column(column, sa.Integer(), nullable=False) for column in first),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        *([own_source] if has_source else []),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in COUNTS),
    ]
    own = [sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}"))]
    if first:
        foreign = op.f(f"fk_{name}_stream_id_stream")
        own.append(sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=foreign))
    op.create_table(name, *columns, *own, sqlite_with_rowid=False)
    kept = (*first, "step", "at")
    sums = ", ".join(f"sum({column})" for column in COUNTS)
    into = ", ".join((*kept, *COUNTS, *(("source",) if has_source else ())))
    values = ", ".join((*kept, *COUNTS, source)) if has_source else f"{', '.join(kept)}, {sums}"
    grouped = "" if has_source else f" GROUP BY {', '.join(kept)}"
    op.execute(f"INSERT INTO {name} ({into}) SELECT {values} FROM {old}{grouped}")  # noqa: S608
    op.drop_table(old)
