"""HTTP by hand: requests as bytes, answers taken apart."""

import json
import socket
from typing import Any, NamedTuple

TWEET = b'{"text": "I love this airline"}'


class Answer(NamedTuple):
    """An answer from the wire."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def status(self) -> int:
        return int(self.line.split()[1])

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name)


def plain(body: bytes = TWEET, *lines: bytes) -> bytes:
    """Return the request of a typical client that has a tweet scored, with further header lines."""
    return request(
        b"POST /api/v1/predict HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(body),
        *lines,
        body=body,
    )


def request(*lines: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Reader:
    """Reads the answers that come on a connection, one after the other."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._data = b""

    def answer(self, *, has_body: bool = True) -> Answer | None:
        """The next one; None if the server has closed."""
        while b"\r\n\r\n" not in self._data:
            if not self._more():
                return None
        head, _, self._data = self._data.partition(b"\r\n\r\n")
        line, *rest = head.decode("latin-1").split("\r\n")
        headers = [(name, value) for name, _, value in (field.partition(": ") for field in rest)]
        length = int(dict(headers).get("Content-Length", 0)) if has_body else 0
        while len(self._data) < length:
            if not self._more():
                return None
        body, self._data = self._data[:length], self._data[length:]
        return Answer(line, headers, body)

    def _more(self) -> bool:
        try:
            received = self._client.recv(65536)
        except ConnectionResetError:
            return False
        self._data += received
        return bool(received)


def ask(client: socket.socket, data: bytes) -> Answer | None:
    """Send and read one answer."""
    client.sendall(data)
    return Reader(client).answer(has_body=not data.startswith(b"HEAD "))
