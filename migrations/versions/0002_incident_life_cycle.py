"""life cycle of incidents, their timeline and their messages; settings kept in the database

Revision ID: 0002
Revises: 0001
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNRESOLVED = sa.text("state <> 'resolved'")
OPEN = sa.text("state = 'open'")

# SQLite alters a table by making it anew, and drops no table that others refer to: rows are read
# first, and written once the tables have their new form.

incident = sa.table(
    "incident",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("window_seconds", sa.Integer),
    sa.column("report_count", sa.Integer),
    sa.column("first_report_at", sa.DateTime),
    sa.column("opened_at", sa.DateTime),
    sa.column("resolved_at", sa.DateTime),
    sa.column("notified_at", sa.DateTime),
    sa.column("notify_after", sa.DateTime),
    sa.column("notify_attempts", sa.Integer),
    sa.column("alerted_at", sa.DateTime),
    sa.column("announced", sa.Boolean),
)
outbox_message = sa.table(
    "outbox_message",
    sa.column("id", sa.Integer),
    sa.column("incident_id", sa.Integer),
    sa.column("channel", sa.String),
    sa.column("notice", sa.String),
    sa.column("recipients", sa.JSON),
    sa.column("subject", sa.Text),
    sa.column("text", sa.Text),
    sa.column("state", sa.String),
    sa.column("attempts", sa.Integer),
    sa.column("next_attempt_at", sa.DateTime),
    sa.column("created_at", sa.DateTime),
    sa.column("sent_at", sa.DateTime),
)
incident_event = sa.table(
    "incident_event",
    sa.column("incident_id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("kind", sa.String),
    sa.column("detail", sa.JSON),
)


def upgrade() -> None:
    old = ("notified_at", "notify_after", "notify_attempts")
    shared = ("id", "window_seconds", "report_count", "first_report_at", "opened_at", "resolved_at")
    rows = _read(incident, *shared, *old)
    _make_life_cycle()
    _make_tables()
    op.execute(incident.update().values(alerted_at=incident.c.opened_at))
    op.execute(incident.update().where(OPEN).values(announced=True))
    _insert(outbox_message, [_message(row) for row in rows if _was_owed(row)])
    _insert(incident_event, sorted(_events(rows), key=lambda event: event["at"]))


def downgrade() -> None:
    first = sa.select(sa.func.min(outbox_message.c.id)).group_by(outbox_message.c.incident_id)
    rows = _read(
        outbox_message, "id", "incident_id", "sent_at", "next_attempt_at", "attempts", only=first
    )
    _drop_tables()
    op.execute(incident.update().where(UNRESOLVED).values(state="open"))
    _undo_life_cycle()
    for row in rows:
        op.execute(
            incident.update()
            .where(incident.c.id == row["incident_id"])
            .values(
                notified_at=row["sent_at"],
                notify_after=row["next_attempt_at"],
                notify_attempts=row["attempts"],
            )
        )


def _read(table: Any, *names: str, only: Any = None) -> list[dict[str, Any]]:
    query = sa.select(*(table.c[name] for name in names)).order_by(table.c.id)
    if only is not None:
        query = query.where(table.c.id.in_(only))
    return [dict(row) for row in op.get_bind().execute(query).mappings()]


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(table.insert(), rows)


def _was_owed(row: dict[str, Any]) -> bool:
    return bool(row["notified_at"] or row["notify_after"] or row["notify_attempts"])


def _message(row: dict[str, Any]) -> dict[str, Any]:
    """Return the owed message in plain words: the mail itself was made at the time of sending."""
    minutes = row["window_seconds"] // 60
    said = f"{row['report_count']} predictions reported wrong within {minutes} minutes"
    begun: datetime = row["first_report_at"]
    return {
        "incident_id": row["id"],
        "channel": "mail",
        "notice": "opened",
        "recipients": [],
        "subject": f"[Air Paradis] {said}",
        "text": f"{said}, since {begun:%Y-%m-%d %H:%M:%S} UTC. The dashboard has the tweets.\n",
        "state": _state(row),
        "attempts": row["notify_attempts"],
        "next_attempt_at": row["notify_after"],
        "created_at": row["opened_at"],
        "sent_at": row["notified_at"],
    }


def _state(row: dict[str, Any]) -> str:
    if row["notified_at"]:
        return "sent"
    return "pending" if row["notify_after"] else "failed"


def _events(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    times = {"opened": "opened_at", "mail_sent": "notified_at", "resolved": "resolved_at"}
    details = {"opened": lambda row: {"count": row["report_count"]}}
    return [
        {
            "incident_id": row["id"],
            "at": row[column],
            "kind": kind,
            "detail": details.get(kind, lambda _: {})(row),
        }
        for row in rows
        for kind, column in times.items()
        if row[column]
    ]


def _make_life_cycle() -> None:
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("uq_incident_open")
        batch_op.add_column(
            sa.Column("cause", sa.String(length=20), nullable=False, server_default="errors")
        )
        batch_op.add_column(sa.Column("acknowledged_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("acknowledged_by", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("snoozed_until", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("alerted_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.drop_column("notified_at")
        batch_op.drop_column("notify_after")
        batch_op.drop_column("notify_attempts")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.alter_column("cause", server_default=None)
        batch_op.alter_column("announced", server_default=None)
        batch_op.create_index(
            "uq_incident_unresolved",
            ["cause"],
            unique=True,
            sqlite_where=UNRESOLVED,
            postgresql_where=UNRESOLVED,
        )


def _undo_life_cycle() -> None:
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("uq_incident_unresolved")
        batch_op.add_column(sa.Column("notified_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("notify_after", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("notify_attempts", sa.Integer(), nullable=False, server_default="0")
        )
        for name in ("announced", "alerted_at", "snoozed_until", "acknowledged_by"):
            batch_op.drop_column(name)
        batch_op.drop_column("acknowledged_at")
        batch_op.drop_column("cause")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.alter_column("notify_attempts", server_default=None)
        batch_op.create_index(
            "uq_incident_open", ["state"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        )


def _make_tables() -> None:
    op.create_table(
        "incident_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=254), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_event_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_event")),
    )
    op.create_index(op.f("ix_incident_event_incident_id"), "incident_event", ["incident_id"])
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("notice", sa.String(length=20), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_outbox_message_incident_id_incident")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_index(op.f("ix_outbox_message_incident_id"), "outbox_message", ["incident_id"])
    op.create_index(
        op.f("ix_outbox_message_state_next_attempt_at"),
        "outbox_message",
        ["state", "next_attempt_at"],
    )
    op.create_table(
        "stored_setting",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_setting")),
    )


def _drop_tables() -> None:
    for name in ("stored_setting", "outbox_message", "incident_event"):
        op.drop_table(name)
