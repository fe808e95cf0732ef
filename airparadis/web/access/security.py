"""Headers that hold for every answer, and the host names that are answered to."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Response, request, session
from werkzeug.exceptions import BadRequest

from airparadis.web.runtime import runtime

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
"""Browser features that no page of ours uses."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that know no frame-ancestors
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """WSGI middleware that adds what an answer lacks of the headers that hold for all.

    They forbid inline script and style, framing, sniffing and leaking addresses to other sites.
    """

    def __init__(self, app: "WSGIApplication", *, is_secure: bool) -> None:
        """`is_secure`: whether browsers come by https."""
        secure = {"Strict-Transport-Security": HSTS} if is_secure else {}
        wanted = HEADERS | {"Cache-Control": "no-cache"} | secure
        self._app = app
        self._wanted = [(name.lower(), (name, value)) for name, value in wanted.items()]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            given = {name.lower() for name, _ in headers}
            headers += [header for name, header in self._wanted if name not in given]
            return start_response(status, headers, exc_info)

        return self._app(environ, start)


def forbid_storing(response: Response) -> Response:
    """Let what an account sees not outlive its session on a shared machine.

    For everybody else `no-store` would only make the Back button forget what was typed.
    """
    if request.endpoint == "static":
        return response
    has_account = "HTTP_COOKIE" in request.environ and "_user_id" in session
    if has_account and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def keep_private(response: Response) -> Response:
    """Keep a page out of caches, referrers and search engines: its URL or content grants access."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def check_host() -> None:
    """Refuse a host name that is not ours: a page elsewhere may have made it lead here.

    Probes of an orchestrator come by address; what they ask for says nothing of anybody.

    Raises:
        werkzeug.exceptions.BadRequest: it is not among `Config.hosts`.
    """
    hosts = runtime().config.hosts
    if request.blueprint == "health" or not hosts:
        return
    if not is_ours(request.host, hosts):
        raise BadRequest("This host name is not known here.")


@lru_cache(maxsize=256)
def is_ours(host: str, hosts: tuple[str, ...]) -> bool:
    """Return whether a `Host` header, with or without a port, names one of `hosts`; one that begins
    with a full stop stands for all names below it."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    known = map(str.casefold, hosts)
    return any(name.endswith(own) if own.startswith(".") else name == own for own in known)
