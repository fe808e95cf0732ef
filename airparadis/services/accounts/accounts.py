"""Accounts: made, invited, changed, let in by their password."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from airparadis.db.base import begin_write
from airparadis.db.tables import Assignment, User
from airparadis.domain.accounts.common_passwords import is_common
from airparadis.domain.accounts.policy import MIN_PASSWORD_LENGTH, is_acceptable_password
from airparadis.domain.accounts.roles import Permission, Role, roles_with
from airparadis.domain.messages.addresses import parse_address
from airparadis.lib.errors import AccountError, LastAdministratorError
from airparadis.services.accounts import sessions

MAX_EMAIL = 254
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
    user = _new(session, email, role, now)
    user.password_hash = _hash(password)
    user.must_change_password = must_change_password
    return user


def invite(session: Session, email: str, role: Role, now: datetime) -> User:
    """Add an account whose owner has yet to choose a password, by a link.

    Raises:
        AccountError: the address is no address or is taken.
    """
    user = _new(session, email, role, now)
    user.password_hash = _no_hash()
    session.flush()
    return user


def invite_again(user: User) -> None:
    """Make every earlier link of an invitation worthless."""
    user.password_hash = _no_hash()


def _new(session: Session, email: str, role: Role, now: datetime) -> User:
    email = normalise_email(email)
    begin_write(session)
    if find_user(session, email) is not None:
        raise AccountError(f"{email} already has an account")
    user = User(email=email, role=role, created_at=now, must_change_password=False)
    session.add(user)
    return user


def normalise_email(email: str) -> str:
    """An address as accounts keep it.

    Raises:
        AccountError: it is no address.
    """
    try:
        return parse_address(email.casefold())
    except ValueError:
        raise AccountError(f"{email!r} is not a mail address") from None


def change_password(session: Session, user: User, password: str) -> None:
    """Replace the password and end every session of the account.

    Raises:
        AccountError: the password is too short or well known.
    """
    user.password_hash = _hash(password)
    user.must_change_password = False
    if user.id is not None:
        sessions.end_all(session, user)


def set_role(session: Session, user: User, role: Role) -> None:
    """Give another role; who had the old one must log in again.

    Raises:
        LastAdministratorError: nobody could administer any more.
    """
    begin_write(session)
    session.refresh(user)
    if not role.may(Permission.MANAGE_ACCOUNTS):
        _keep_an_administrator(session, user)
    user.role = role
    if not role.may(Permission.REVIEW):
        _unassign_all(session, user)
    sessions.end_all(session, user)


def deactivate(session: Session, user: User, now: datetime) -> None:
    """Keep an account out; what it did keeps its name, and what it was to review goes back.

    Raises:
        LastAdministratorError: nobody could administer any more.
    """
    begin_write(session)
    session.refresh(user)
    _keep_an_administrator(session, user)
    user.deactivated_at = user.deactivated_at or now
    _unassign_all(session, user)
    sessions.end_all(session, user)


def reactivate(session: Session, user: User) -> None:
    """Let an account in again."""
    begin_write(session)
    session.refresh(user)
    user.deactivated_at = None


def _unassign_all(session: Session, user: User) -> None:
    session.execute(delete(Assignment).where(Assignment.account_id == user.id))


def _keep_an_administrator(session: Session, user: User) -> None:
    """Raise if only this account can administer; the rows are locked until the commit."""
    able = select(User).where(*_able(Permission.MANAGE_ACCOUNTS)).with_for_update()
    if [account.id for account in session.scalars(able)] == [user.id]:
        raise LastAdministratorError(f"{user.email} is the last administrator")


def _able(permission: Permission) -> tuple[ColumnElement[bool], ...]:
    """Match the accounts that have a permission, are active and have accepted their invitation."""
    return (
        User.role.in_(roles_with(permission)),
        User.deactivated_at.is_(None),
        User.password_hash.not_like("!%"),
    )


def _hash(password: str) -> str:
    if not is_acceptable_password(password):
        raise AccountError(f"a password has {MIN_PASSWORD_LENGTH} characters or more")
    if is_common(password):
        raise AccountError("this password is too common")
    return _hasher.hash(password)


def _no_hash() -> str:
    """Return a value that no password matches; a link to it expires once it changes."""
    return f"!{secrets.token_urlsafe(24)}"


def find_user(session: Session, email: str) -> User | None:
    """The account of an address; PostgreSQL cannot even look for one with a NUL."""
    if "\0" in email:
        return None
    return session.scalar(select(User).where(User.email == email.strip().casefold()))


def all_users(session: Session) -> Sequence[User]:
    """Every account, by address."""
    return session.scalars(select(User).order_by(User.email)).all()


def addresses_with(session: Session, permission: Permission) -> Sequence[str]:
    """Return the addresses of the active accounts that have a permission, sorted."""
    return session.scalars(select(User.email).where(*_able(permission)).order_by(User.email)).all()


def authenticate(session: Session, email: str, password: str) -> User | None:
    """The account if the password is right and it may log in.

    An unknown address, one that is invited or deactivated takes as long to refuse. The caller
    commits, within which time others wait to write.
    """
    user = find_user(session, email)
    known = user.password_hash if user and not user.is_invited else _nobodys_hash()
    if not _verifies(known, password) or user is None or not user.is_active:
        return None
    begin_write(session)  # only now: verifying takes time, in which others write
    session.refresh(user)
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)
    return user


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _verifies(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password.encode(errors="replace"))
    except (Argon2Error, InvalidHashError):
        return False


def has_accounts(session: Session) -> bool:
    """Return whether there is any account."""
    return bool(session.scalar(select(func.count()).select_from(User)))
