"""The lane: one thread that answers all plain requests that have come meanwhile, together.

They are scored in one call, stored in one transaction and brought to the disk at once; then all are
answered. What arrives meanwhile is the next batch: the more there is to do, the less each costs
(dynamic batching, https://docs.nvidia.com/deeplearning/triton-inference-server).
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from airparadis.errors import AirParadisError
from airparadis.extensions import db
from airparadis.models import NewPrediction, Source
from airparadis.request_log import log_answer
from airparadis.runtime import Runtime, utc_now
from airparadis.server.connection import Connection
from airparadis.server.lane.admission import Admission
from airparadis.server.lane.answers import Answers
from airparadis.server.lane.calls import Call, Callers
from airparadis.server.lane.limits import ENDPOINT
from airparadis.server.lane.plain import LINE, MAX_BYTES, PATH, read_plain
from airparadis.services.prediction import predict

MAX_BATCH = 64
MAX_WAITING = 512
STUCK_SECONDS = 1.0
"""A batch that takes longer waits for the database; who comes then had better not wait for it."""
PAUSE_SECONDS = 1.0
"""After a failure, in which everything goes the ordinary way."""

_log = logging.getLogger(__name__)


class Answered(NamedTuple):
    """A connection whose request is answered."""

    conn: Connection
    is_kept: bool
    unsent: bytes
    """What the client has not taken yet."""


Leave = Callable[[Sequence[Answered], Sequence[Connection]], None]
"""Takes the connections that were answered, and those that must go the ordinary way."""


class Lane:
    """The lane of one worker process."""

    def __init__(
        self, app: Flask, cfg: Any, admission: Admission, *, keeps: Callable[[], bool], leave: Leave
    ) -> None:
        """
        Args:
            app: the application.
            cfg: gunicorn's settings.
            admission: who may call.
            keeps: whether the worker keeps connections at the moment.
            leave: called in the lane's thread, once for each batch.
        """
        self._app = app
        self._cfg = cfg
        self._runtime: Runtime = app.extensions["airparadis"]
        self._admission = admission
        self._callers = Callers(self._runtime.config.trusted_proxies)
        self._answers = Answers(app)
        self._keeps = keeps
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
            answered = self._answer(self._read(batch))
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

    def _read(self, batch: Sequence[tuple[Connection, float]]) -> list[Call]:
        calls = []
        for conn, started in batch:
            assert conn.incoming is not None  # noqa: S101 (as in `offer`)
            plain = read_plain(self._cfg, conn.incoming.whole, conn.client)
            call = plain and self._callers.call(conn, plain, started)
            if call:
                calls.append(call)
        return calls

    def _answer(self, calls: Sequence[Call]) -> list[Answered]:
        """Answer those of the calls that can be answered here.

        Raises:
            Exception: whatever keeps them from being stored; none is, and none is counted.
        """
        admitted = self._admission.admit(db.engine, calls)
        if not admitted:
            return []
        try:
            made = predict(
                self._runtime.model.classifier,
                [each.plain.text for each in admitted],
                source=Source.API,
                now=utc_now(),
            )
            is_kept = [each.plain.is_kept and self._keeps() for each in admitted]
            answers = [
                self._answers.answer(call, prediction, is_kept=kept)
                for call, prediction, kept in zip(admitted, made, is_kept, strict=True)
            ]
            self._runtime.ledger.add(made)
        except Exception:
            self._admission.give_back(admitted)
            raise
        self._count(admitted, made, answers)
        return [
            Answered(call.conn, kept, _send(call.conn, answer))
            for call, kept, answer in zip(admitted, is_kept, answers, strict=True)
        ]

    def _count(
        self, calls: Sequence[Call], made: Sequence[NewPrediction], answers: Sequence[bytes]
    ) -> None:
        """What was stored is answered, whatever becomes of the figures and the log."""
        metrics, now = self._runtime.metrics, time.perf_counter()
        try:
            metrics.count_predictions(made)
            for call, answer in zip(calls, answers, strict=True):
                seconds = now - call.started
                metrics.observe_request(ENDPOINT, "POST", 200, seconds)
                size = len(answer) - answer.index(b"\r\n\r\n") - 4
                log_answer(call.request_id, "POST", PATH, 200, seconds, size)
        except Exception:
            _log.exception("answers were not counted")


def _send(conn: Connection, answer: bytes) -> bytes:
    """Send without waiting; what is left to send."""
    try:
        return answer[conn.sock.send(answer) :]
    except BlockingIOError:
        return answer
    except OSError:
        return b""  # it has gone, which is noticed when it is read
