"""Closing connections without a reset, and without waiting for the client."""

import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from airparadis.server.connection import CHUNK, Connection

LINGER_SECONDS = 2.0


class LingeringWorker(ThreadWorker):
    """Gunicorn's threaded worker, which says goodbye in its main loop."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaving: dict[Connection, float] = {}

    def _let_go_of_late(self, now: float) -> None:
        for conn in [each for each, until in self.leaving.items() if now > until]:
            self._let_go(conn)

    def _say_goodbye(self, conn: Connection) -> None:
        """Close our side and read what is still under way: a reset could cost the answer."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError, KeyError):
            self._close(conn)
            return
        self.leaving[conn] = time.monotonic() + LINGER_SECONDS

    def _drain(self, conn: Connection, client: socket.socket) -> None:
        try:
            if client.recv(CHUNK):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._let_go(conn)

    def _let_go(self, conn: Connection) -> None:
        del self.leaving[conn]
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()
