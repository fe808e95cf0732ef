"""Bodies that nothing reads, such as that of a refused call, are read before the answer is sent."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

BLOCK_BYTES = 64 * 1024


class UnreadBodies:
    """WSGI middleware that leaves no part of a body on a kept connection.

    gunicorn drops what is left only after the answer. By then the client may have sent its next
    request, which gunicorn takes off the socket along with the body, and does not see until the
    client sends still more.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not environ.get("wsgi.input_terminated"):  # reading on would wait for ever
            return self._app(environ, start_response)

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            while environ["wsgi.input"].read(BLOCK_BYTES):
                pass
            return start_response(status, headers, exc_info)

        return self._app(environ, start)
