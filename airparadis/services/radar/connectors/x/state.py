"""The state of X's filtered stream, which the search asks for."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from airparadis.db.tables import SourceState

STREAM: Final = "x_stream"
HEARTBEAT_TIMEOUT: Final = timedelta(minutes=2)
"""Silence of the stream after which recent search takes over."""


def is_heard(session: Session, now: datetime) -> bool:
    """Return whether the stream is open, so that nobody needs to search every minute."""
    state = session.get(SourceState, STREAM, populate_existing=True)
    if state is None or state.last_error is not None or state.heard_at is None:
        return False
    return now - state.heard_at < HEARTBEAT_TIMEOUT
