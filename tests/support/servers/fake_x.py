"""A server that speaks the documented API of X: recent search, rules, filtered stream."""

import json
import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.streams import NOON

END = b""
KEEP_ALIVE = b"\r\n"
USER = {"id": "9", "username": "lea", "public_metrics": {"followers_count": 40}}


def tweet(number: int, **more: Any) -> dict[str, Any]:
    at = NOON - timedelta(minutes=60 - number % 60)
    return {
        "id": str(number),
        "text": f"air france lost bag number {number}",
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
        "lang": "en",
        "author_id": "9",
        "public_metrics": {"retweet_count": 2},
    } | more


class FakeX(ThreadingHTTPServer):
    """Holds tweets 1 to `count`, the latest first; rules; one stream that sends `lines`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.count = 5
        self.per_page = 2
        self.asked: list[dict[str, str]] = []
        self.refusals: dict[int, tuple[int, dict[str, str], str]] = {}
        """Status, headers and body, by number of the search."""
        self.headers: dict[str, str] = {}
        """Headers of every successful search."""
        self.knows_until = True
        self.knows_tokens = True
        self.rules: list[dict[str, str]] = []
        self.max_rules = 25
        self.bad_values: set[str] = set()
        """Queries that are refused as rules, the whole request with them."""
        self.added = 0
        self.lines = queue.Queue[bytes]()
        self.opened = 0
        self.refused: list[tuple[int, dict[str, str]]] = []
        """Answers to the next attempts to open the stream."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def send(self, number: int, tags: list[str]) -> None:
        rules = [{"id": "1", "tag": tag} for tag in tags]
        body = {"data": tweet(number), "includes": {"users": [USER]}, "matching_rules": rules}
        self.lines.put(json.dumps(body).encode() + b"\r\n")


@contextmanager
def running() -> Iterator[FakeX]:
    with FakeX() as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.lines.put(END)
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: FakeX
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path.endswith("/rules"):
            rules = {"data": self.server.rules} if self.server.rules else {}
            return self._answer(200, json.dumps({"meta": {}, **rules}), {})
        return self._stream() if url.path.endswith("/stream") else self._search(url.query)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rules, bad = self.server.rules, self.server.bad_values
        if any(rule["value"] in bad for rule in body.get("add", [])):
            problem = {"title": "Invalid Request", "detail": "One or more rules are invalid."}
            return self._answer(400, json.dumps(problem), {})
        gone = body.get("delete", {}).get("ids", [])
        rules[:] = [rule for rule in rules if rule["id"] not in gone]
        for rule in body.get("add", [])[: self.server.max_rules - len(rules)]:
            self.server.added += 1
            rules.append(rule | {"id": str(100 + self.server.added)})
        return self._answer(201, json.dumps({"meta": {"summary": {}}}), {})

    def _search(self, query: str) -> None:
        server = self.server
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        server.asked.append(asked | {"token": self.headers["Authorization"]})
        refusal = server.refusals.pop(len(server.asked), None)
        if refusal:
            status, headers, text = refusal
            return self._answer(status, text, headers)
        since, skip = (
            int(asked.get("since_id", 0)),
            int(asked.get("next_token", 0)) * server.knows_tokens,
        )
        until = int(asked.get("until_id", server.count + 1)) if server.knows_until else 10**9
        found = list(range(min(server.count, until - 1), since, -1))
        shown = found[skip : skip + server.per_page]
        meta: dict[str, Any] = {"result_count": len(shown)}
        if skip + server.per_page < len(found):
            meta["next_token"] = str(skip + server.per_page)
        body: dict[str, Any] = {"meta": meta}
        if shown:
            body["data"] = [tweet(number) for number in shown]
            body["includes"] = {"users": [USER]}
        return self._answer(200, json.dumps(body), server.headers)

    def _stream(self) -> None:
        if self.server.refused:
            status, headers = self.server.refused.pop(0)
            return self._answer(status, "", headers)
        self.server.opened += 1
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(ConnectionError):  # the listener has left
            while (line := self._next_line()) != END:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True
        return None

    def _next_line(self) -> bytes:
        try:
            return self.server.lines.get(timeout=0.2)
        except queue.Empty:
            return KEEP_ALIVE

    def _answer(self, status: int, body: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body.encode()))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""
