"""Our worker in a thread of the test's own process, on a real socket."""

import logging
import os
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from gunicorn.config import Config as GunicornConfig

from airparadis.server.lane.worker import LaneWorker

PATIENCE_SECONDS = 20


class Served:
    """A worker that serves, and what it does."""

    def __init__(self, worker: LaneWorker, port: int) -> None:
        self.worker = worker
        self.port = port
        self.threads_asked = 0
        """Requests that went the ordinary way."""
        enqueue = worker.enqueue_req

        def count(conn: Any) -> None:
            self.threads_asked += 1
            enqueue(conn)

        worker.enqueue_req = count

    def connect(self, address: str = "127.0.0.1") -> socket.socket:
        """A connection from an address of the loopback network."""
        return socket.create_connection(
            ("127.0.0.1", self.port), PATIENCE_SECONDS, source_address=(address, 0)
        )


@contextmanager
def serving(app: Flask, send_buffer: int | None = None) -> Iterator[Served]:
    """Serve until the context is left; then the worker stops as at a SIGTERM.

    Args:
        app: what to serve.
        send_buffer: bytes that the system takes for clients that read nothing; its own number if
            left out.
    """
    cfg = GunicornConfig()
    for name, value in {"threads": 4, "keepalive": 5, "graceful_timeout": 5}.items():
        cfg.set(name, value)
    listener = socket.create_server(("127.0.0.1", 0))
    if send_buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    log = logging.getLogger("tests.server")
    log.access = lambda *_: None  # type: ignore[attr-defined]  # gunicorn's own has it
    worker = LaneWorker(1, os.getppid(), [listener], None, 30, cfg, log)
    worker.wsgi = app
    worker.tpool, worker.poller = worker.get_thread_pool(), selectors.DefaultSelector()
    worker.method_queue.init()
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield Served(worker, listener.getsockname()[1])
    finally:
        stop(worker)
        thread.join(PATIENCE_SECONDS)
        worker.tmp.close()
        if worker.lane:
            worker.lane.stop()


def stop(worker: LaneWorker) -> None:
    """What SIGTERM does."""
    worker.handle_exit(None, None)
