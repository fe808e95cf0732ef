"""The path under which a proxy offers the application: `/tweets` of https://example.org/tweets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.routing import Map

from airparadis.lib.errors import ConfigError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class PathPrefix:
    """WSGI middleware: every address that is written begins with the prefix.

    Proxies either keep the prefix in what they pass on or strip it; both are understood. Probes
    that ask the application itself need none.
    """

    def __init__(self, app: "WSGIApplication", prefix: str) -> None:
        """`prefix`: begins with a slash and does not end with one."""
        self._app = app
        self._prefix = prefix

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        environ["SCRIPT_NAME"] = self._prefix
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        return self._app(environ, start_response)


def check_prefix(prefix: str, routes: Map) -> None:
    """Raise ConfigError if pages of ours begin as the prefix does: which is meant, nobody can tell.

    Args:
        prefix: such as `/tweets`.
        routes: those of the application.
    """
    first = prefix.split("/")[1]
    if any(rule.rule.split("/")[1] == first for rule in routes.iter_rules()):
        raise ConfigError(
            f"PUBLIC_URL should have a path other than /{first}, which the application uses"
        )
