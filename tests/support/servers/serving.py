"""An application behind a port of the loopback interface, in a thread of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _QuietHandler(WSGIRequestHandler):
    timeout = 20  # a browser opens connections that it may never use

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 (werkzeug's name)
        """Keep the requests out of the test report."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application; yield its address, without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_QuietHandler)
    # Closing waits for running requests: SQLite would crash without their connection.
    server.daemon_threads = False  # type: ignore[attr-defined] # a ThreadingMixIn
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
