"""Signatures with a hash of this century."""

import hashlib

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import Signer


class SignedCookies(SecureCookieSessionInterface):
    """Flask signs with HMAC-SHA-1, which is not broken, and which audits refuse."""

    digest_method = staticmethod(hashlib.sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Open the session as Flask does; without a cookie, no signature is prepared.

        A static file is everybody's: it has no session.
        """
        if _is_static(app, request):
            return self.session_class()
        if app.secret_key and self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(
        self,
        app: Flask,
        session: SecureCookieSession,  # type: ignore[override]  # as `open_session` made it
        response: Response,
    ) -> None:
        """Save the session as Flask does, without a cookie or a `Vary` header on a bare POST."""
        if _is_static(app, request):
            return
        if session or session.modified or request.method != "POST":
            super().save_session(app, session, response)


def _is_static(app: Flask, request: Request) -> bool:
    return request.path.startswith(f"{app.static_url_path}/")


def sign_with_sha256() -> None:
    """Let what leaves the choice to `itsdangerous`, as Flask-WTF does for the tokens of forms, sign
    with HMAC-SHA-256; its default is SHA-1."""
    Signer.default_digest_method = staticmethod(hashlib.sha256)
