"""Headers that hold for every answer, and the host names that are answered to."""

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Response, request, session
from werkzeug.exceptions import BadRequest

from airparadis.web.runtime import runtime

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
"""What browsers offer and no page of ours asks for."""

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


def add_security_headers(response: Response) -> Response:
    """Forbid inline script and style, framing, sniffing and leaking addresses to other sites."""
    # What an account sees must not outlive its session on a shared machine. For everybody else
    # `no-store` would only make the Back button forget what was typed.
    cached = {"Cache-Control": "no-store" if "_user_id" in session else "no-cache"}
    secure = {"Strict-Transport-Security": HSTS} if runtime().config.is_secure else {}
    given = {name.title() for name in response.headers.keys()}  # noqa: SIM118 (no mapping)
    wanted = HEADERS | secure | cached
    response.headers.extend({name: wanted[name] for name in wanted if name.title() not in given})
    return response


def keep_private(response: Response) -> Response:
    """For a page whose address or content opens something: not kept, not told, not found."""
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


def is_ours(host: str, hosts: Collection[str]) -> bool:
    """Whether a `Host` header, with or without a port, names one of `hosts`; one that begins
    with a full stop stands for all names below it."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    known = (each.casefold() for each in hosts)
    return any(name.endswith(each) if each.startswith(".") else name == each for each in known)
