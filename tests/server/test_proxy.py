"""The proxy's limits, the headers it sets, and the errors it answers itself."""

import contextlib
import http.client
import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.server.proxy import needs_nginx, proxy_before
from tests.server.test_serve import wait_for
from tests.support.servers.ports import free_port
from tests.support.servers.talk import Reader

pytestmark = needs_nginx

JSON = {"Content-Type": "application/json"}


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers it got and the length of the body."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        length = int(self.headers.get("Content-Length", 0))
        n_bytes = len(self.rfile.read(length))
        body = json.dumps({"headers": dict(self.headers), "bytes": n_bytes}).encode()
        self.send_response(200)
        self.send_header("Cache-Control", "max-age=60")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def upstream() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.asked = []  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def port(upstream: ThreadingHTTPServer) -> Iterator[int]:
    with proxy_before(upstream.server_port) as (port, _):
        yield port


def ask(
    port: int, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, Any, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET" if body is None else "POST", path, body, headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    try:
        return response.status, json.loads(content), response.headers
    except ValueError:
        return response.status, content.decode(), response.headers


def test_the_application_is_told_who_asks_and_nothing_a_client_made_up(port: int) -> None:
    forged = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "1",
        "X-Forwarded-Prefix": "/evil",
        "X-Real-IP": "192.0.2.1",
        "Forwarded": "for=192.0.2.1",
        "X-Request-ID": "one",
    }
    _, told, _ = ask(port, "/", headers=forged)
    seen = {name: value for name, value in told["headers"].items() if name in forged}
    assert seen == {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": f"127.0.0.1:{port}",
        "X-Request-ID": "one",
    }
    assert told["headers"]["Host"] == f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [
        ("/api/v1/predict", 8, 200),
        ("/api/v1/predict", 10, 413),
        ("/login", 10, 413),
        ("/admin/batches", 40, 200),
        ("/radar/uploads", 40, 200),
        ("/admin/batches/1/start", 10, 413),
    ],
)
def test_bodies_are_bounded_as_the_application_bounds_them(
    port: int, path: str, megabytes: int, status: int
) -> None:
    found, told, _ = ask(port, path, b"a" * (megabytes << 20), JSON)
    assert found == status
    if status == 200:
        assert told["bytes"] == megabytes << 20
    elif path.startswith("/api/"):
        assert told["error"]["code"] == "too_large"
    else:
        assert "larger than 8 MiB" in told
        assert "dépasse 8\u00a0Mio" in told


def test_a_file_that_is_too_large_is_refused_in_both_languages(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        size = 202 << 20
        client.sendall(b"POST /radar/uploads HTTP/1.1\r\nHost: a\r\n")
        client.sendall(b"Content-Length: %d\r\n\r\n" % size)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        told = answer.read().decode()
    assert answer.status == 413
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "larger than 200 MB" in told
    assert "dépasse 200\u00a0Mo" in told


def test_a_third_upload_of_one_address_waits_its_turn(port: int) -> None:
    begun = b"POST /radar/uploads HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"
    with contextlib.ExitStack() as open_:
        for _ in range(2):
            client = open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            client.sendall(begun)
        answers = []

        def is_refused() -> bool:
            answers.append(ask(port, "/radar/uploads", b"abc"))
            return answers[-1][0] == 503

        wait_for(is_refused, "the third upload")
    _, told, headers = answers[-1]
    assert headers["Retry-After"] == "30"
    assert "Too many uploads" in told
    assert "Trop d’envois en cours" in told


def test_a_body_that_comes_in_pieces_reaches_the_application_whole(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(3):
            client.sendall(b"3\r\nabc\r\n")
        client.sendall(b"0\r\n\r\n")
        answer = http.client.HTTPResponse(client)
        answer.begin()
        told = json.load(answer)
    assert told["bytes"] == 9
    assert told["headers"]["Content-Length"] == "9"


def test_a_client_that_does_not_wait_gets_all_answers_in_order(port: int) -> None:
    sizes = (1, 0, 3, 2)
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(b"".join(head % size + b"a" * size for size in sizes))
        reader = Reader(client)
        answers = [reader.answer() for _ in sizes]
    assert [answer and answer.json["bytes"] for answer in answers] == list(sizes)


def test_assets_are_asked_for_once(port: int, upstream: ThreadingHTTPServer) -> None:
    for cookie in ("a", "b", "a"):
        assert ask(port, "/static/css/app.css?v=1", headers={"Cookie": cookie})[0] == 200
    asked: list[str] = upstream.asked  # type: ignore[attr-defined]
    assert asked.count("/static/css/app.css?v=1") == 1


def test_while_the_application_is_down_the_proxy_says_so() -> None:
    with proxy_before(free_port()) as (port, _):
        for path in ("/", "/admin/batches", "/api/v1/predict"):
            status, told, headers = ask(port, path, b"{}", JSON)
            assert status == 503
            assert headers["Retry-After"] == "5"
            if not path.startswith("/api/"):
                assert "it may be restarting" in told
                assert "Rechargez cette page" in told
        assert told["error"]["code"] == "unavailable"
