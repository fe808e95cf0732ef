"""Signed links that let their holder choose the password of an account, once and for a while.

A link holds a fingerprint of what the account's password is at the time. Once another is chosen,
by this link or otherwise, the fingerprint no longer fits: nothing needs to be stored.
"""

import hashlib
from enum import StrEnum

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from airparadis.db.tables import User
from airparadis.lib.errors import LinkError

HOUR = 3600


class LinkKind(StrEnum):
    """The purpose of a link. It salts the key: one kind does not pass for another."""

    RESET = "reset"
    INVITATION = "invitation"


VALID_HOURS = {LinkKind.RESET: 1, LinkKind.INVITATION: 7 * 24}


def kind_for(user: User) -> LinkKind:
    """Return the kind of link that an account needs."""
    return LinkKind.INVITATION if user.is_invited else LinkKind.RESET


def make_token(key: str, user: User) -> str:
    """The last part of a link for this account."""
    token = _serializer(key, kind_for(user)).dumps([user.id, _fingerprint(user)])
    return token if isinstance(token, str) else token.decode()


def read_token(key: str, session: Session, kind: LinkKind, token: str) -> User:
    """The account that a link is for.

    Raises:
        LinkError: it is expired, was used, was not made here, or the account is deactivated.
    """
    try:
        content = _serializer(key, kind).loads(token, max_age=VALID_HOURS[kind] * HOUR)
    except SignatureExpired:
        raise LinkError(is_expired=True) from None
    except BadSignature:
        raise LinkError(is_expired=False) from None
    number, fingerprint = content
    user = session.get(User, number, populate_existing=True)
    if user is None or not user.is_active or kind_for(user) is not kind:
        raise LinkError(is_expired=True)
    if fingerprint != _fingerprint(user):
        raise LinkError(is_expired=True)
    return user


def _fingerprint(user: User) -> str:
    return hashlib.sha256(f"{user.id} {user.password_hash}".encode()).hexdigest()[:24]


def _serializer(key: str, kind: LinkKind) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        key, salt=f"airparadis.{kind}-link", signer_kwargs={"digest_method": hashlib.sha256}
    )
