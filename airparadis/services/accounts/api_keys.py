"""Keys for scripts: made, found, revoked."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import ApiKey
from airparadis.domain.accounts.policy import Scope
from airparadis.lib.errors import AccountError
from airparadis.services.accounts.sessions import key_hash

USED_EVERY = timedelta(minutes=1)
"""Resolution of `last_used_at`: most calls must not cost a write."""
MAX_NAME = 80


def create(
    session: Session,
    name: str,
    now: datetime,
    scopes: Collection[Scope] = tuple(Scope),
    *,
    expires_at: datetime | None = None,
    by: str = "",
) -> str:
    """Add a key and return it: the only time it can be seen.

    Raises:
        AccountError: the name is none or is taken, or there is no scope.
    """
    name = name.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise AccountError(f"a key has a name of 1 to {MAX_NAME} characters")
    if not scopes:
        raise AccountError("a key has at least one scope")
    begin_write(session)
    if find_by_name(session, name) is not None:
        raise AccountError(f"a key named {name!r} already exists")
    key = f"ap_{secrets.token_urlsafe(32)}"
    session.add(
        ApiKey(
            name=name,
            key_hash=key_hash(key),
            scopes=[scope.value for scope in Scope if scope in scopes],
            created_at=now,
            created_by=by,
            expires_at=expires_at,
        )
    )
    return key


def find(session: Session, key: str, now: datetime) -> ApiKey | None:
    """The key's row, unless it was revoked or is expired."""
    found = session.scalar(select(ApiKey).where(ApiKey.key_hash == key_hash(key)))
    return found if found and found.is_valid(now) else None


def find_by_name(session: Session, name: str) -> ApiKey | None:
    """The key of a name."""
    return session.scalar(select(ApiKey).where(ApiKey.name == name))


def revoke(session: Session, key: ApiKey, now: datetime) -> None:
    """End a key; harmless when done twice."""
    begin_write(session)
    session.refresh(key)
    key.revoked_at = key.revoked_at or now


def all_keys(session: Session) -> Sequence[ApiKey]:
    """Every key, the latest first."""
    return session.scalars(select(ApiKey).order_by(ApiKey.id.desc())).all()


def is_used_lately(key: ApiKey, now: datetime) -> bool:
    """Return whether `last_used_at` is recent enough to skip a write."""
    return key.last_used_at is not None and now - key.last_used_at < USED_EVERY


def use(session: Session, key_id: int, now: datetime) -> None:
    """Write down that it was used; the caller commits."""
    session.execute(
        update(ApiKey)
        .where(ApiKey.id == key_id)
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )
