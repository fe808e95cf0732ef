"""The request's target and host as HTTP/1.1 has them (RFC 9112, 3.2)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_BODY = b"A request of HTTP/1.1 needs exactly one Host header.\n"


class RequestTarget:
    """WSGI middleware: an absolute target overrules `Host`; without a single host, answer 400."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        target = str(environ.get("RAW_URI", ""))
        if target[:1] not in {"/", "*", ""}:
            environ["HTTP_HOST"] = _authority(target)
        host = str(environ.get("HTTP_HOST", ""))
        if (not host and environ.get("SERVER_PROTOCOL") == "HTTP/1.1") or "," in host:
            headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(_BODY)))]
            start_response("400 Bad Request", headers)
            return [_BODY]
        return self._app(environ, start_response)


def _authority(target: str) -> str:
    """Return host and port of an absolute target; empty if it names none."""
    try:
        return urlsplit(target).netloc.rpartition("@")[2]
    except ValueError:
        return ""
