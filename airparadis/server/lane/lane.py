"""The lane: one thread that answers all plain requests that have come meanwhile, together.

They are scored in one call, stored in one transaction and brought to the disk at once; then all are
answered. What arrives meanwhile is the next batch: the more there is to do, the less each costs
(dynamic batching, https://docs.nvidia.com/deeplearning/triton-inference-server).
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from airparadis.lib.errors import AirParadisError
from airparadis.server.connection import Connection
from airparadis.server.lane.answering import Answered, Answering
from airparadis.server.lane.plain import LINE, MAX_BYTES

MAX_BATCH = 64
MAX_WAITING = 512
STUCK_SECONDS = 1.0
"""A batch that takes longer waits for the database; who comes then had better not wait for it."""
PAUSE_SECONDS = 1.0
"""After a failure, in which everything goes the ordinary way."""

_log = logging.getLogger(__name__)

Leave = Callable[[Sequence[Answered], Sequence[Connection]], None]
"""Takes the connections that were answered, and those that must go the ordinary way."""


class Lane:
    """The lane of one worker process."""

    def __init__(self, app: Flask, answering: Answering, leave: Leave) -> None:
        """
        Args:
            app: the application.
            answering: what answers each batch.
            leave: called in the lane's thread, once for each batch.
        """
        self._app = app
        self._answering = answering
        self._leave = leave
        self._turn = threading.Condition()
        self._waiting: list[tuple[Connection, float]] = []
        self._busy_since: float | None = None
        self._shut_until = 0.0
        self._is_over = False

    def start(self) -> None:
        """Begin to answer, until `stop` or the end of the process."""
        threading.Thread(target=self._run, name="lane", daemon=True).start()

    def offer(self, conn: Connection) -> bool:
        """Take a connection whose request has come, if that looks plain and there is room.

        Called by the main loop; costs next to nothing.
        """
        incoming = conn.incoming
        assert incoming is not None  # noqa: S101 (its request has just come)
        if not incoming.data.startswith(LINE) or incoming.length is None:
            return False
        if incoming.length > MAX_BYTES or len(self._waiting) >= MAX_WAITING:
            return False
        now = time.monotonic()
        if now < self._shut_until or self._is_stuck(now):
            return False
        with self._turn:
            self._waiting.append((conn, time.perf_counter()))
            self._turn.notify()
        return True

    def take_back(self) -> list[Connection]:
        """Those who wait behind a batch that is stuck."""
        if not self._is_stuck(time.monotonic()):
            return []
        with self._turn:
            waiting, self._waiting = self._waiting, []
        return [conn for conn, _ in waiting]

    def stop(self) -> None:
        """Let the thread end once it has answered what it has."""
        with self._turn:
            self._is_over = True
            self._turn.notify()

    def _is_stuck(self, now: float) -> bool:
        since = self._busy_since
        return since is not None and now - since > STUCK_SECONDS

    def _run(self) -> None:
        with self._app.app_context():
            while True:
                with self._turn:
                    self._busy_since = None
                    self._turn.wait_for(lambda: self._waiting or self._is_over)
                    if not self._waiting:
                        return
                    self._busy_since = time.monotonic()
                    batch = self._waiting[:MAX_BATCH]
                    del self._waiting[:MAX_BATCH]
                self._serve(batch)

    def _serve(self, batch: Sequence[tuple[Connection, float]]) -> None:
        answered: list[Answered] = []
        try:
            answered = self._answering.answer(batch)
        except Exception as error:
            self._shut_until = time.monotonic() + PAUSE_SECONDS
            is_known = isinstance(error, SQLAlchemyError | AirParadisError | OSError)
            _log.warning(
                "a batch goes the ordinary way: %s",
                type(error).__name__,
                exc_info=None if is_known else error,  # Flask tells of what is known
            )
        done = {each.conn for each in answered}
        self._leave(answered, [conn for conn, _ in batch if conn not in done])
