"""streams, tweets and their counts; incidents of several subjects

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNRESOLVED = sa.text("state <> 'resolved'")

# The table of incidents is altered in place: others refer to it, so that SQLite must not make it
# anew.


def upgrade() -> None:
    op.create_table(
        "background_count",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("tweets", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("step", "at", name=op.f("pk_background_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "file_import",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_import")),
    )
    op.create_table(
        "stream",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("sensitivity", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("unmatched_below", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint("name", name=op.f("uq_stream_name")),
    )
    op.create_table(
        "tweet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("reach", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("probability_positive", sa.Double(), nullable=True),
        sa.Column("model_version", sa.String(length=80), nullable=False),
        sa.Column("duplicate_key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tweet")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_tweet_source_source_id")),
    )
    with op.batch_alter_table("tweet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tweet_author"), ["author"], unique=False)
        batch_op.create_index(batch_op.f("ix_tweet_created_at"), ["created_at"], unique=False)

    op.create_table(
        "burst",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("window_seconds", sa.Integer(), nullable=False),
        sa.Column("tweets", sa.Integer(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("usual_tweets", sa.Double(), nullable=False),
        sa.Column("usual_negative", sa.Double(), nullable=False),
        sa.Column("usual_share", sa.Double(), nullable=False),
        sa.Column("story", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_burst_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["stream.id"], name=op.f("fk_burst_stream_id_stream")
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_burst")),
    )
    with op.batch_alter_table("burst", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_burst_stream_id"), ["stream_id"], unique=False)

    op.create_table(
        "connector_state",
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("connector", sa.String(length=20), nullable=False),
        sa.Column("since_id", sa.String(length=64), nullable=True),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["stream.id"], name=op.f("fk_connector_state_stream_id_stream")
        ),
        sa.PrimaryKeyConstraint("stream_id", "connector", name=op.f("pk_connector_state")),
    )
    op.create_table(
        "stream_count",
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("tweets", sa.Integer(), nullable=False),
        sa.Column("scored", sa.Integer(), nullable=False),
        sa.Column("negative", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["stream.id"], name=op.f("fk_stream_count_stream_id_stream")
        ),
        sa.PrimaryKeyConstraint("stream_id", "step", "at", name=op.f("pk_stream_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stream_tweet",
        sa.Column("stream_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("tweet_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["stream.id"], name=op.f("fk_stream_tweet_stream_id_stream")
        ),
        sa.ForeignKeyConstraint(
            ["tweet_id"], ["tweet.id"], name=op.f("fk_stream_tweet_tweet_id_tweet")
        ),
        sa.PrimaryKeyConstraint(
            "stream_id", "created_at", "tweet_id", name=op.f("pk_stream_tweet")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("stream_tweet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stream_tweet_tweet_id"), ["tweet_id"], unique=False)

    op.drop_index("uq_incident_unresolved", "incident")
    op.add_column(
        "incident", sa.Column("subject", sa.String(length=20), server_default="", nullable=False)
    )
    _index("cause", "subject")


def downgrade() -> None:
    # The code before knows incidents of one cause only.
    bursts = "SELECT id FROM incident WHERE cause = 'burst'"
    op.drop_index("ix_burst_stream_id", "burst")
    op.drop_table("burst")
    for table in ("incident_event", "outbox_message"):
        op.execute(f"DELETE FROM {table} WHERE incident_id IN ({bursts})")  # noqa: S608
    op.execute("DELETE FROM incident WHERE cause = 'burst'")
    op.drop_index("uq_incident_unresolved", "incident")
    op.drop_column("incident", "subject")
    _index("cause")
    with op.batch_alter_table("stream_tweet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stream_tweet_tweet_id"))

    op.drop_table("stream_tweet")
    op.drop_table("stream_count")
    op.drop_table("connector_state")
    with op.batch_alter_table("tweet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tweet_created_at"))
        batch_op.drop_index(batch_op.f("ix_tweet_author"))

    op.drop_table("tweet")
    op.drop_table("stream")
    op.drop_table("file_import")
    op.drop_table("background_count")


def _index(*columns: str) -> None:
    op.create_index(
        "uq_incident_unresolved",
        "incident",
        columns,
        unique=True,
        sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    )
