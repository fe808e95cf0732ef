"""Flask's signed cookies with a hash of this century."""

import hashlib

from flask.sessions import SecureCookieSessionInterface


class SignedCookies(SecureCookieSessionInterface):
    """Flask signs with HMAC-SHA-1, which is not broken, and which audits refuse."""

    digest_method = staticmethod(hashlib.sha256)
