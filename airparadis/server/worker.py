"""Gunicorn's threaded worker, except that no thread waits for a client.

Gunicorn hands a connection to a thread at its first byte; the thread then waits for the rest, so
that as many slow clients as there are threads stop the site. Here the main loop, which waits for
all clients at once, reads a request whole before a thread gets it.
"""

import logging
import selectors
import socket
import time
from functools import partial
from http import HTTPStatus
from typing import Any

from airparadis.server.connection import CHUNK, Connection
from airparadis.server.incoming import CONTINUE
from airparadis.server.lingering import LingeringWorker
from airparadis.server.refusal import refusal, status_of

MAX_HELD_BYTES = 128 * 1024 * 1024
"""Of requests on their way in, for one worker."""
LOOK_SECONDS = 0.5
LAST_SECONDS = 2.0
"""While stopping: for the next request of a connection that was kept."""

_log = logging.getLogger(__name__)


class PatientWorker(LingeringWorker):
    """Waits for slow clients without a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: set[Connection] = set()
        self._looked_at = 0.0

    def accept(self, listener: socket.socket) -> None:
        """Take a connection into the main loop."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._expect(Connection(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """The next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._expect(conn)

    def murder_keepalived(self) -> None:
        """Let go of connections that were kept for long enough, or for as long as they may."""
        if not self.alive:
            last = time.monotonic() + LAST_SECONDS
            for conn in self.keepalived_conns:
                conn.timeout = min(conn.timeout, last)
        super().murder_keepalived()

    def murder_pending(self) -> None:
        """Let go of clients that are too slow."""
        super().murder_pending()
        now = time.monotonic()
        if now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        for conn in [each for each in self.arriving if each.is_late(now)]:
            self._refuse(conn)
        self._let_go_of_late(now)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Look at the clock often enough, also while stopping."""
        super().wait_for_and_dispatch_events(min(timeout, LOOK_SECONDS))

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """Keep the connection, or say goodbye without waiting for the client to hear it."""
        try:
            is_kept = not fs.cancelled() and fs.result() is True
        except Exception:
            is_kept = False
        if is_kept and self.alive:
            self.keep(conn, conn.left_over())
        else:
            self._say_goodbye(conn)

    def keep(self, conn: Connection, left_over: bytes) -> None:
        """Wait for the next request of a connection, some of which may have come already."""
        if left_over:
            self._expect(conn, left_over)
            return
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.keepalived_conns.append(conn)
        readable = partial(self.on_client_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def begin_request(self, conn: Connection) -> None:
        """Give a request that has come to a thread."""
        conn.take()
        self.enqueue_req(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """What is no HTTP is refused in the shape of every error, and logged without its words."""
        status = status_of(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("a request could not be handled", exc_info=exc)
        else:
            _log.warning("a request that is no HTTP: %s", type(exc).__name__)
        try:
            client.setblocking(True)
            client.sendall(refusal(status))
        except OSError:
            return  # it has gone

    def _expect(self, conn: Connection, begun: bytes = b"") -> None:
        """Read what has come already, mostly all; wait for the rest."""
        conn.begin()
        conn.sock.setblocking(False)
        received = begun or _receive(conn.sock)
        if received is None:
            self._wait(conn)
        else:
            self._take_in(conn, received)

    def _wait(self, conn: Connection) -> None:
        if conn not in self.arriving:
            self.arriving.add(conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read, conn))

    def _read(self, conn: Connection, client: socket.socket) -> None:
        received = _receive(client)
        if received is not None:
            self._take_in(conn, received)

    def _take_in(self, conn: Connection, received: bytes) -> None:
        incoming = conn.incoming
        assert incoming is not None  # noqa: S101 (only connections that are expected are read)
        if not received:
            self._forget(conn)
            self._close(conn)
            return
        if incoming.feed(received):
            self._send(conn, CONTINUE)
        if incoming.is_complete:
            self._forget(conn)
            self.begin_request(conn)
            return
        self._wait(conn)
        if self._held() > MAX_HELD_BYTES:
            self._refuse(conn)

    def _held(self) -> int:
        """Small requests are not worth counting."""
        return sum(len(each.incoming.data) for each in self.arriving if each.incoming)

    def _refuse(self, conn: Connection) -> None:
        has_begun = bool(conn.incoming and conn.incoming.data)
        self._forget(conn)
        if has_begun:
            _log.warning("a client took too long to send its request")
            self._send(conn, refusal(HTTPStatus.REQUEST_TIMEOUT))
            self._say_goodbye(conn)
        else:
            self._close(conn)

    def _forget(self, conn: Connection) -> None:
        if conn in self.arriving:
            self.arriving.remove(conn)
            self.poller.unregister(conn.sock)

    def _send(self, conn: Connection, data: bytes) -> None:
        try:
            conn.sock.send(data)
        except OSError:
            return  # it will be noticed when it is read


def _receive(client: socket.socket) -> bytes | None:
    """What has come; None if nothing has, nothing at all if the client has gone."""
    try:
        return client.recv(CHUNK)
    except BlockingIOError:
        return None
    except OSError:
        return b""
