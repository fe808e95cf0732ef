"""The optional second factor: codes of an authenticator, recovery codes for when it is lost."""

import base64
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import CursorResult, Update, delete, func, select, update
from sqlalchemy.orm import Session

from airparadis.db.tables import RecoveryCode, User
from airparadis.services.accounts.sessions import key_hash

ISSUER = "Air Paradis"
STEP_SECONDS = 30
LEEWAY_STEPS = 1
"""A clock may be a step behind or ahead (RFC 6238, 5.2)."""
CODES = 10
CODE_BYTES = 10
"""80 random bits: with that many a fast hash is enough."""


def begin(user: User) -> None:
    """Give the account a new secret; it counts once `confirm` has seen a code of it."""
    user.totp_secret, user.totp_enabled_at, user.totp_last_step = pyotp.random_base32(), None, None


def address(user: User) -> str:
    """Return the `otpauth:` address for the QR code.

    Raises:
        ValueError: nothing was begun.
    """
    return _totp(user).provisioning_uri(name=user.email, issuer_name=ISSUER)


def confirm(session: Session, user: User, code: str, now: datetime) -> list[str] | None:
    """Turn the factor on if the code is right.

    Returns:
        The recovery codes, the only time they can be seen; None if the code is wrong.
    """
    if user.totp_secret is None or not _take(session, user, code, now):
        return None
    user.totp_enabled_at = now
    return new_codes(session, user)


def verify(session: Session, user: User, code: str, now: datetime) -> bool:
    """Verify a code of the authenticator or a recovery code; neither is accepted twice."""
    if not user.has_second_factor:
        return False
    return _take(session, user, code, now) or _take_recovery(session, user, code, now)


def new_codes(session: Session, user: User) -> list[str]:
    """Make recovery codes; the old ones open nothing any more."""
    _forget_codes(session, user)
    codes = [_random_code() for _ in range(CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=user.id, code_hash=key_hash(_plain(code))))
    return codes


def codes_left(session: Session, user: User) -> int:
    """Count the unused recovery codes."""
    left = select(func.count()).where(
        RecoveryCode.account_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(left) or 0


def disable(session: Session, user: User) -> None:
    """Ask for no code any more."""
    user.totp_secret = user.totp_enabled_at = user.totp_last_step = None
    _forget_codes(session, user)


def _totp(user: User) -> pyotp.TOTP:
    if user.totp_secret is None:
        raise ValueError("no second factor was begun")
    return pyotp.TOTP(user.totp_secret, interval=STEP_SECONDS)


def _take(session: Session, user: User, code: str, now: datetime) -> bool:
    """Accept a code of a step near `now`, later than every step accepted before.

    The step is claimed in the database: of two requests with the same code one fails.
    """
    code, totp = code.replace(" ", ""), _totp(user)
    current = int(now.timestamp()) // STEP_SECONDS
    near = range(current - LEEWAY_STEPS, current + LEEWAY_STEPS + 1)
    if not (code.isascii() and code.isdigit()):
        return False
    steps = [step for step in near if secrets.compare_digest(totp.generate_otp(step), code)]
    if not steps:
        return False
    later = (User.totp_last_step.is_(None)) | (User.totp_last_step < steps[-1])
    claim = update(User).where(User.id == user.id, later).values(totp_last_step=steps[-1])
    return _changes_one(session, claim)


def _take_recovery(session: Session, user: User, code: str, now: datetime) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.account_id == user.id,
        RecoveryCode.code_hash == key_hash(_plain(code)),
        RecoveryCode.used_at.is_(None),
    )
    return _changes_one(session, unused.values(used_at=now))


def _changes_one(session: Session, query: Update) -> bool:
    result = session.execute(query.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def _forget_codes(session: Session, user: User) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == user.id))


def _random_code() -> str:
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _plain(code: str) -> str:
    return "".join(filter(str.isalnum, code)).upper()
