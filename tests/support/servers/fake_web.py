"""A web server whose answers a test scripts, and what it was asked."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response."""

    status: int = 200
    body: bytes | str = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class FakeWeb(ThreadingHTTPServer):
    """Answers as `answer` says, after what `scripted` holds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.scripted: list[Answer] = []
        self.answer: Callable[[Asked], Answer] = lambda _asked: Answer()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running() -> Iterator[FakeWeb]:
    with FakeWeb() as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FakeWeb

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(url.query))
        asked = Asked(self.command, url.path, query, {**self.headers}, body)
        self.server.asked.append(asked)
        scripted = self.server.scripted
        self._send(scripted.pop(0) if scripted else self.server.answer(asked))

    def do_POST(self) -> None:
        self.do_GET()

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        for name, value in ({"Content-Length": str(len(body))} | {**answer.headers}).items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # who asked has left
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
