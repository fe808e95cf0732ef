"""Accounts and API keys."""

import hashlib
import secrets
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.database import begin_write
from airparadis.domain.accounts import MIN_PASSWORD_LENGTH, Role, is_acceptable_password
from airparadis.errors import AccountError
from airparadis.models import ApiKey, User

_hasher = PasswordHasher()


def create_user(
    session: Session,
    email: str,
    password: str,
    role: Role,
    now: datetime,
    *,
    must_change_password: bool = False,
) -> User:
    """Add an account.

    Raises:
        AccountError: the address is no address or is taken, or the password is too short.
    """
    email = normalise_email(email)
    if find_user(session, email) is not None:
        raise AccountError(f"{email} has an account already")
    user = User(
        email=email,
        role=role,
        created_at=now,
        must_change_password=must_change_password,
        **_credentials(password),
    )
    session.add(user)
    return user


def normalise_email(email: str) -> str:
    """An address as accounts keep it.

    Raises:
        AccountError: it is no address.
    """
    name, _, domain = (address := email.strip().casefold()).partition("@")
    if not name or not domain or any(character.isspace() for character in address):
        raise AccountError(f"{email!r} is not a mail address")
    return address


def change_password(user: User, password: str) -> None:
    """Replace the password and end every session of the account.

    Raises:
        AccountError: the password is too short.
    """
    for name, value in _credentials(password).items():
        setattr(user, name, value)
    user.must_change_password = False


def _credentials(password: str) -> dict[str, str]:
    if not is_acceptable_password(password):
        raise AccountError(f"a password has {MIN_PASSWORD_LENGTH} characters or more")
    return {"password_hash": _hasher.hash(password), "session_token": secrets.token_urlsafe(32)}


def find_user(session: Session, email: str) -> User | None:
    """The account of an address."""
    return session.scalar(select(User).where(User.email == email.strip().casefold()))


def authenticate(session: Session, email: str, password: str, now: datetime) -> User | None:
    """The account if the password is right; an unknown address takes as long to refuse.

    The caller commits, within which time others wait to write.
    """
    user = find_user(session, email)
    if not _verifies(user.password_hash if user else _nobodys_hash(), password) or user is None:
        return None
    begin_write(session)  # only now: verifying takes time, in which others write
    session.refresh(user)
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)
    user.last_login_at = now
    return user


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _verifies(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def has_accounts(session: Session) -> bool:
    """Whether anybody can log in at all."""
    return bool(session.scalar(select(func.count()).select_from(User)))


def create_api_key(session: Session, name: str, now: datetime) -> str:
    """Add a key and return it: the only time it can be seen.

    Raises:
        AccountError: the name is taken.
    """
    if session.scalar(select(ApiKey).where(ApiKey.name == name)) is not None:
        raise AccountError(f"there is a key named {name!r} already")
    key = f"ap_{secrets.token_urlsafe(32)}"
    session.add(ApiKey(name=name, key_hash=_key_hash(key), created_at=now))
    return key


def find_api_key(session: Session, key: str) -> ApiKey | None:
    """The key's row, unless it was revoked."""
    return session.scalar(
        select(ApiKey).where(ApiKey.key_hash == _key_hash(key), ApiKey.revoked_at.is_(None))
    )


def _key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
