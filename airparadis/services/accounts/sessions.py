"""Login sessions: begun, refreshed, listed, ended."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Delete, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from airparadis.db.base import begin_write
from airparadis.db.tables import AccountSession, User
from airparadis.domain.accounts.policy import SessionLifetime

SEEN_EVERY = timedelta(minutes=1)
"""Resolution of `last_seen_at`: most pages must not cost a write."""
MAX_DEVICE = 200


def start(session: Session, user: User, address: str, device: str, now: datetime) -> str:
    """Begin a session.

    Returns:
        The key for the cookie; only its hash is stored.
    """
    user.last_login_at = now
    key = secrets.token_urlsafe(32)
    device = "".join(filter(str.isprintable, device))[:MAX_DEVICE]
    session.add(
        AccountSession(
            account_id=user.id,
            key_hash=key_hash(key),
            created_at=now,
            last_seen_at=now,
            address=address[:45],
            device=device,
        )
    )
    return key


def find(
    session: Session, key: str, lifetime: SessionLifetime, now: datetime
) -> AccountSession | None:
    """The session of a cookie with its account, unless it is over or the account deactivated."""
    query = (
        select(AccountSession)
        .join(AccountSession.account)
        .options(joinedload(AccountSession.account))
        .where(
            AccountSession.key_hash == key_hash(key),
            AccountSession.last_seen_at > now - lifetime.idle,
            AccountSession.created_at > now - lifetime.absolute,
            User.deactivated_at.is_(None),
        )
    )
    return session.scalar(query)


def is_seen_lately(found: AccountSession, now: datetime) -> bool:
    """Return whether `last_seen_at` is recent enough to skip a write."""
    return now - found.last_seen_at < SEEN_EVERY


def see(session: Session, session_id: int, address: str, now: datetime) -> None:
    """Write down that it was used; the caller commits."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id)
        .values(last_seen_at=now, address=address[:45])
        .execution_options(synchronize_session=False)
    )


def of_account(
    session: Session, user: User, lifetime: SessionLifetime, now: datetime
) -> Sequence[AccountSession]:
    """The sessions that are not over, last seen first."""
    query = select(AccountSession).where(
        AccountSession.account_id == user.id,
        AccountSession.last_seen_at > now - lifetime.idle,
        AccountSession.created_at > now - lifetime.absolute,
    )
    return session.scalars(query.order_by(AccountSession.last_seen_at.desc())).all()


def end(session: Session, user: User, session_id: int) -> bool:
    """End one session of an account; whether there was such a one."""
    account_id = user.id
    begin_write(session)
    query = delete(AccountSession).where(
        AccountSession.id == session_id, AccountSession.account_id == account_id
    )
    return _count(session, query) > 0


def end_quietly(session: Session, ended: AccountSession) -> None:
    """End a session for the one that takes its place; the caller commits both."""
    session.execute(delete(AccountSession).where(AccountSession.key_hash == ended.key_hash))


def end_all(session: Session, user: User, but: int | None = None) -> int:
    """End every session of an account, `but` one; how many there were."""
    query = delete(AccountSession).where(AccountSession.account_id == user.id)
    return _count(session, query if but is None else query.where(AccountSession.id != but))


def clear_away(session: Session, lifetime: SessionLifetime, now: datetime) -> int:
    """Delete what is over, of any account."""
    return _count(
        session,
        delete(AccountSession).where(
            or_(
                AccountSession.last_seen_at <= now - lifetime.idle,
                AccountSession.created_at <= now - lifetime.absolute,
            )
        ),
    )


def key_hash(key: str) -> str:
    """Return the hash that is stored of a random key. Long and random, it needs no slow hash."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _count(session: Session, query: Delete) -> int:
    result = session.execute(query)
    return result.rowcount if isinstance(result, CursorResult) else 0
