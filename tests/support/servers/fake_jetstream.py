"""A server that speaks the documented protocol of Bluesky's Jetstream."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from tests.support.streams import NOON

Frame = str | bytes


def microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def post(number: int, text: str = "air france lost my bag", **record: Any) -> dict[str, Any]:
    """An event of a new post, a second after that of the number before."""
    return {
        "did": "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
        "time_us": microseconds(NOON - timedelta(minutes=30) + timedelta(seconds=number)),
        "kind": "commit",
        "commit": {
            "rev": "3l3qo2vutsw2b",
            "operation": "create",
            "collection": "app.bsky.feed.post",
            "rkey": f"3l3qo{number:08d}",
            "record": {
                "$type": "app.bsky.feed.post",
                "createdAt": "2026-06-01T11:30:00.000Z",
                "langs": ["en"],
                "text": text,
            }
            | record,
            "cid": "bafyreidwaivazkwu67xztlmuobx35hs2lnfh3kolmgfmucldvhd3sgzcqi",
        },
    }


class FakeJetstream:
    """Sends its events from the cursor on, then those that are added."""

    def __init__(self) -> None:
        self.frames: list[tuple[int, Frame]] = []
        """Time in microseconds and frame, oldest first."""
        self.asked: list[dict[str, list[str]]] = []
        self.refusals: list[tuple[int, dict[str, str], str]] = []
        """Status, headers and body of the next attempts."""
        self.hang_up_after: list[int] = []
        """Frames after which the next connections end."""
        self.url = ""
        self._changed = threading.Condition()
        self.is_over = False

    def add(self, *events: dict[str, Any]) -> None:
        self.add_frames(*((event["time_us"], json.dumps(event)) for event in events))

    def add_frames(self, *frames: tuple[int, Frame]) -> None:
        with self._changed:
            self.frames += frames
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self.is_over = True
            self._changed.notify_all()

    def refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        self.asked.append(parse_qs(urlsplit(request.path).query))
        if not self.refusals:
            return None
        status, headers, body = self.refusals.pop(0)
        response = connection.respond(HTTPStatus(status), body)
        for name, value in headers.items():
            response.headers[name] = value
        return response

    def handle(self, connection: ServerConnection) -> None:
        """Send what a subscriber has not had, until it ends."""
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        since = int(query.get("cursor", ["0"])[0])
        left = self.hang_up_after.pop(0) if self.hang_up_after else None
        sent = 0
        with suppress(ConnectionClosed):
            while not self.is_over:
                with self._changed:
                    waiting = self.frames[sent:]
                    if not waiting:
                        self._changed.wait(0.1)
                for at, frame in waiting:
                    sent += 1
                    if at < since:
                        continue
                    if left == 0:
                        connection.socket.close()  # no closing handshake, as networks fail
                        return
                    connection.send(frame)
                    left = None if left is None else left - 1
                if left == 0:
                    return


@contextmanager
def running() -> Iterator[FakeJetstream]:
    fake = FakeJetstream()
    with serve(fake.handle, "127.0.0.1", 0, process_request=fake.refuse, close_timeout=1) as server:
        fake.url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/subscribe"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield fake
        fake.stop()
        server.shutdown()
        thread.join()
