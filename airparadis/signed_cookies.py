"""Signatures with a hash of this century."""

import hashlib

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class SignedCookies(SecureCookieSessionInterface):
    """Flask signs with HMAC-SHA-1, which is not broken, and which audits refuse."""

    digest_method = staticmethod(hashlib.sha256)


def sign_with_sha256() -> None:
    """Let what leaves the choice to `itsdangerous`, as Flask-WTF does for the tokens of forms, sign
    with HMAC-SHA-256; its default is SHA-1."""
    Signer.default_digest_method = staticmethod(hashlib.sha256)
