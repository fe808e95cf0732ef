"""Alembic's entry: migrates the database of the current Flask application."""

from alembic import context
from flask import current_app
from sqlalchemy import Enum

from airparadis.db.base import UTCDateTime
from airparadis.web.extensions import db


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write plain types into revisions: they must still run when the code has moved on."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run_migrations() -> None:
    """Run within one transaction, so that an interrupted migration leaves the old schema."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transactional_ddl=True,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations need the database: --sql is not supported")
run_migrations()
