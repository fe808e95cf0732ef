"""A connection that knows how much of its request is there."""

import socket
import time
from collections import deque

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn

from airparadis.app import MAX_BODY_BYTES
from airparadis.server.incoming import Incoming

CHUNK = 64 * 1024
PIECE = 8 * 1024


class ReadAhead(SocketUnreader):
    """What the main loop has read, handed on in pieces, then the socket.

    Gunicorn's own `unread` copies all that is left at every piece: fourteen seconds for 5 MB.
    """

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self._pieces: deque[memoryview] = deque()

    def give(self, data: bytes) -> None:
        """Hand on what comes next."""
        whole = memoryview(data)
        self._pieces.extend(whole[at : at + PIECE] for at in range(0, len(whole), PIECE))

    def take_buffered(self) -> bytes:
        """All that has come and was not read, which is given away."""
        left = bytes(super().take_buffered()) + b"".join(self._pieces)
        self._pieces.clear()
        return left

    def chunk(self) -> bytes:
        """The next piece; blocks only for what was not read ahead."""
        return bytes(self._pieces.popleft()) if self._pieces else bytes(super().chunk())


class Connection(TConn):
    """Waits for a request, then gives the parser what has come."""

    incoming: Incoming | None = None

    def begin(self) -> Incoming:
        """Wait for a request."""
        self.incoming = Incoming(time.monotonic(), MAX_BODY_BYTES + CHUNK)
        return self.incoming

    def is_late(self, now: float) -> bool:
        """Whether its client is too slow."""
        return self.incoming is not None and self.incoming.is_late(now)

    def take(self) -> None:
        """Give the parser what was read."""
        self.init()
        parser, incoming = self.parser, self.incoming
        assert parser is not None and incoming is not None  # noqa: S101, PT018
        if not isinstance(parser.unreader, ReadAhead):
            parser.unreader = ReadAhead(self.sock)
        parser.unreader.give(bytes(incoming.data))
        self.incoming, self.data_ready = None, True

    def left_over(self) -> bytes:
        """What came after the request that was answered: the client does not wait for answers."""
        if self.incoming is not None:  # the parser has not had it
            return self.incoming.rest
        unreader = self.parser.unreader if self.parser else None
        return unreader.take_buffered() if isinstance(unreader, ReadAhead) else b""
