"""Calls in the lane, and who makes them."""

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import Authorization
from werkzeug.middleware.proxy_fix import ProxyFix

from airparadis.server.connection import Connection
from airparadis.server.lane.limits import Window
from airparadis.server.lane.plain import Plain
from airparadis.web.request_log import request_id_of

_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,9}(:\d{1,5})?")
"""Names that every part of the framework takes as they are."""


@dataclass(slots=True)
class Call:
    """A plain request that waits for its answer."""

    conn: Connection
    plain: Plain
    started: float
    """When it was there, in seconds of `time.perf_counter`."""
    request_id: str
    address: str
    host: str
    token: str | None
    """The API key that was sent."""
    caller: str = ""
    window: Window | None = None


class Callers:
    """Finds out who calls, as Flask does behind the same proxies."""

    def __init__(self, trusted_proxies: int) -> None:
        hops = trusted_proxies
        self._fix = ProxyFix(_nobody, x_for=hops, x_proto=hops, x_host=hops) if hops else None

    def call(self, conn: Connection, plain: Plain, started: float) -> Call | None:
        """The call that a plain request makes; None if who calls is not plain."""
        headers = plain.headers
        address, host = conn.client[0], headers["HOST"]
        if self._fix:
            address, host = self._behind_proxies(address, host, headers)
        if not _HOST.fullmatch(host):
            return None
        token = None
        if "AUTHORIZATION" in headers:
            sent = Authorization.from_header(headers["AUTHORIZATION"])
            if sent is None or sent.type != "bearer" or not sent.token:
                return None
            token = sent.token
        request_id = request_id_of(headers.get("X-REQUEST-ID", ""))
        return Call(conn, plain, started, request_id, address, host, token)

    def _behind_proxies(self, address: str, host: str, headers: dict[str, str]) -> tuple[str, str]:
        forwarded = {
            f"HTTP_{name.replace('-', '_')}": value
            for name, value in headers.items()
            if name.startswith("X-FORWARDED-")
        }
        environ: dict[str, Any] = {
            "REMOTE_ADDR": address,
            "HTTP_HOST": host,
            "wsgi.url_scheme": "http",
            **forwarded,
        }
        assert self._fix is not None  # noqa: S101 (narrows)
        self._fix(environ, _start)
        return environ["REMOTE_ADDR"], environ["HTTP_HOST"]


def _nobody(_environ: Any, _start_response: Any) -> list[bytes]:
    return []


def _start(*_args: Any) -> Any:
    """Never called: nobody answers."""
