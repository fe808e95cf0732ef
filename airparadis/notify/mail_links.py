"""Signed links in mails: who holds one may acknowledge or snooze its incident, for a week."""

import hashlib

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from airparadis.lib.errors import LinkError

VALID_DAYS = 7
ACTOR = "mail link"
"""Recorded as the actor of what a link was used for."""

_PURPOSE = "airparadis.incident-link"
"""Salts the key, so that nothing else signed with it passes for a link."""


def acknowledge_token(key: str, incident_id: int) -> str:
    """The last part of a link about this incident."""
    token = _serializer(key).dumps(incident_id)
    return token if isinstance(token, str) else token.decode()


def read_token(key: str, token: str) -> int:
    """The incident that a link is about.

    Raises:
        LinkError: it is expired, or was not made here.
    """
    try:
        incident_id = _serializer(key).loads(token, max_age=VALID_DAYS * 24 * 3600)
    except SignatureExpired:
        raise LinkError(is_expired=True) from None
    except BadSignature:
        raise LinkError(is_expired=False) from None
    if not isinstance(incident_id, int):
        raise LinkError(is_expired=False)
    return incident_id


def _serializer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        key, salt=_PURPOSE, signer_kwargs={"digest_method": hashlib.sha256}
    )
