"""Jetstream over a web socket: one connection, read in blocks."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from airparadis.domain.radar.sources.bluesky import MAX_EVENT, subscription
from airparadis.domain.radar.sources.source_faults import FaultKind, SourceFault, read_fault
from airparadis.lib.json_text import parse_json
from airparadis.services.radar.connectors.connector import SourceError

if TYPE_CHECKING:
    from websockets.http11 import Response
    from websockets.sync.client import ClientConnection

OPEN_SECONDS: Final = 10.0
PING_SECONDS: Final = 20.0
"""A connection that does not answer a ping for so long is dead."""

MAX_FRAMES: Final = 1_024
"""Frames that may wait; beyond that the server's own buffer fills, and reading catches up."""

TOO_BIG: Final = 1009
"""The close code of a frame larger than is taken (RFC 6455, 7.4.1)."""


class FrameTooBigError(SourceError):
    """The connection ended at a frame that is too big: coming back to it would not help."""


@dataclass(frozen=True, slots=True)
class Jetstream:
    """The address of a Jetstream server."""

    url: str

    @contextmanager
    def open(self, since: datetime | None, now: datetime) -> Iterator["Connection"]:
        """Connect, from a time on, within a block.

        Raises:
            SourceError: the server cannot be reached, or refuses.
        """
        from websockets.exceptions import InvalidStatus, WebSocketException
        from websockets.sync.client import connect

        with ExitStack() as stack:
            try:
                opened = connect(
                    subscription(self.url, since),
                    open_timeout=OPEN_SECONDS,
                    close_timeout=1,
                    ping_interval=PING_SECONDS,
                    ping_timeout=PING_SECONDS,
                    max_size=2 * MAX_EVENT,
                    max_queue=MAX_FRAMES,
                    user_agent_header="AirParadis/1",
                )
                socket = stack.enter_context(opened)
            except InvalidStatus as error:
                raise SourceError(_refusal(error.response, now)) from None
            except (OSError, WebSocketException) as error:
                raise _ended(type(error).__name__) from None
            yield Connection(socket)


class Connection:
    """An open connection; a thread of the library reads it, and stops while many frames wait."""

    def __init__(self, socket: "ClientConnection") -> None:
        self._socket = socket

    def waiting(self, seconds: float, limit: int) -> list[bytes]:
        """Return up to `limit` frames, those that come within `seconds`.

        Raises:
            SourceError: the connection has ended, and every frame was returned.
        """
        from websockets.exceptions import ConnectionClosed

        frames, end = list[bytes](), time.monotonic() + seconds
        while len(frames) < limit:
            try:
                left = max(end - time.monotonic(), 0)
                frames.append(self._receive(left))
            except TimeoutError:
                break
            except ConnectionClosed as error:
                if frames:
                    break  # the next call finds the same end
                if error.sent is not None and error.sent.code == TOO_BIG:
                    raise FrameTooBigError(_fault("a frame is too big")) from None
                raise _ended(_reason(error)) from None
        return frames

    def _receive(self, seconds: float) -> bytes:
        """Return a frame as bytes: text that is not UTF-8 is one frame's fault, not the end."""
        return self._socket.recv(timeout=seconds, decode=False)


def _refusal(response: "Response", now: datetime) -> SourceFault:
    try:
        body = parse_json(bytes(response.body or b""))
    except ValueError:
        body = None
    return read_fault(response.status_code, dict(response.headers.raw_items()), body, now)


def _reason(error: object) -> str:
    received = getattr(error, "rcvd", None)
    if received is None:
        return "the connection was lost"
    return f"closed by the server: {received.code} {received.reason}"[:200].strip()


def _fault(title: str) -> SourceFault:
    return SourceFault(FaultKind.NETWORK, title=title)


def _ended(title: str) -> SourceError:
    return SourceError(_fault(title))
