"""Attempts at secrets, counted in the database: for all processes, and before they are checked."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import AttemptCount


def count(session: Session, key: str, window: timedelta, now: datetime) -> tuple[int, datetime]:
    """Count one attempt and commit, before anything is compared.

    Two at once are counted one after the other, whatever process they are in.

    Args:
        session: whose transaction so far is ended.
        key: what is guarded, and from whom; only its digest is stored.
        window: starts with the first attempt.
        now: the time of the attempt.

    Returns:
        The attempts of the window, this one included, and its end.
    """
    begin_write(session)
    session.execute(delete(AttemptCount).where(AttemptCount.ends_at <= now))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(AttemptCount).values(key_hash=_digest(key), attempts=1, ends_at=now + window)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[AttemptCount.key_hash],
            set_={"attempts": AttemptCount.attempts + 1},
        )
    )
    found = session.execute(
        select(AttemptCount.attempts, AttemptCount.ends_at).where(
            AttemptCount.key_hash == _digest(key)
        )
    ).one()
    session.commit()
    return found.attempts, found.ends_at


def take_back(session: Session, key: str) -> None:
    """Uncount an attempt that was right; the caller commits."""
    begin_write(session)
    session.execute(
        update(AttemptCount)
        .where(AttemptCount.key_hash == _digest(key), AttemptCount.attempts > 0)
        .values(attempts=AttemptCount.attempts - 1)
    )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
