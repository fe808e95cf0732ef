"""A real HTTP server for tests that keeps what is posted to it, on a free port of the loopback."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Receiver:
    """Answers every post with `status`, and sends redirects back to itself."""

    url: str
    status: int = 200
    paths: list[str] = field(default_factory=list)
    posts: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    def reset(self) -> None:
        """Forget what was posted, and refuse nothing."""
        self.status = 200
        self.paths.clear()
        self.posts.clear()

    def bodies(self) -> list[bytes]:
        """Return the posted bodies, oldest first."""
        return [body for _, body in self.posts]


@contextmanager
def http_receiver() -> Iterator[Receiver]:
    """Run a server in a thread."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            receiver.paths.append(self.path)
            receiver.posts.append((dict(self.headers), body))
            self.send_response(receiver.status)
            self.send_header("Location", receiver.url)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook/secret-path")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
